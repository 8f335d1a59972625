import type { Configuration, InstanceAddress } from "../../configuration/index.js";
import { type InstanceKey, instanceAddress } from "./instance-address.js";
import type { PriorInstance } from "./prior-state.js";

/**
 * Gives the state's objects the addresses that `moved` blocks, and a changed `count`, want for them. An object
 * whose new address is taken stays where it is, as in Terraform.
 */
export function movePriors(
  priors: readonly PriorInstance[],
  configuration: Configuration,
): readonly PriorInstance[] {
  if (priors.length === 0) return priors;
  let moved = [...priors];
  for (const { from, to } of orderedMoves(configuration)) moved = moveOnce(moved, from, to);
  return impliedMoves(moved, configuration);
}

/** Chains (`a` to `b`, `b` to `c`) are followed from their beginning. */
function orderedMoves(configuration: Configuration): Configuration["moved"] {
  const moves = [...configuration.moved];
  const ordered: (typeof moves)[number][] = [];
  while (moves.length > 0) {
    const at = moves.findIndex(
      ({ from }) => !moves.some(({ to }) => to.resource === from.resource && to.key === from.key),
    );
    ordered.push(...moves.splice(Math.max(at, 0), 1));
  }
  return ordered;
}

function moveOnce(
  priors: readonly PriorInstance[],
  from: InstanceAddress,
  to: InstanceAddress,
): PriorInstance[] {
  const taken = new Set(priors.filter((prior) => prior.deposed === null).map((prior) => prior.address));
  const whole = from.key === null && to.key === null;
  return priors.map((prior) => {
    if (prior.resourceAddress !== from.resource || (!whole && prior.key !== from.key)) return prior;
    return moveTo(prior, to.resource, whole ? prior.key : to.key, taken);
  });
}

function moveTo(
  prior: PriorInstance,
  resourceAddress: string,
  key: InstanceKey,
  taken: ReadonlySet<string>,
): PriorInstance {
  const address = instanceAddress(resourceAddress, key);
  if (taken.has(address)) return prior;
  const [type = prior.type, name = prior.name] = resourceAddress.split(".").slice(-2);
  return {
    ...prior,
    address,
    previousAddress: prior.previousAddress ?? prior.address,
    resourceAddress,
    key,
    type,
    name,
  };
}

/** Without any `moved` block, adding or removing `count` moves the only object to or from index 0. */
function impliedMoves(
  priors: readonly PriorInstance[],
  configuration: Configuration,
): readonly PriorInstance[] {
  const taken = new Set(priors.map((prior) => prior.address));
  return priors.map((prior) => {
    const resource = configuration.resources.get(prior.resourceAddress);
    if (resource === undefined || prior.previousAddress !== null) return prior;
    if (resource.count !== null && prior.key === null) return moveTo(prior, prior.resourceAddress, 0, taken);
    const single = resource.count === null && resource.forEach === null;
    if (single && prior.key === 0) return moveTo(prior, prior.resourceAddress, null, taken);
    return prior;
  });
}
