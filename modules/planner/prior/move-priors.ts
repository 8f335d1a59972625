import type { Configuration, InstanceAddress } from "../../configuration/index.js";
import { type InstanceKey, instanceAddress } from "./instance-address.js";
import type { PriorInstance } from "./prior-state.js";

/** A move that found something at its target. */
export interface BlockedMove {
  readonly from: string;
  readonly to: string;
}

export interface MovedPriors {
  readonly priors: readonly PriorInstance[];
  readonly blocked: readonly BlockedMove[];
  /** Target types of moves from one type to another; no type that is known here takes another's state. */
  readonly otherTypes: readonly string[];
}

/**
 * Gives the state's objects the addresses that `moved` blocks, and a changed `count`, want for them. An object
 * whose new address is taken stays where it is, as in Terraform.
 */
export function movePriors(priors: readonly PriorInstance[], configuration: Configuration): MovedPriors {
  if (priors.length === 0) return { priors, blocked: [], otherTypes: [] };
  const blocked: BlockedMove[] = [];
  const otherTypes: string[] = [];
  let moved = priors;
  for (const { from, to } of orderedMoves(configuration)) {
    const type = typeOf(to.resource);
    if (type !== typeOf(from.resource)) {
      if (moved.some((prior) => isFrom(prior, from, to))) otherTypes.push(type);
      continue;
    }
    moved = moveOnce(moved, from, to, blocked);
  }
  return { priors: impliedMoves(moved, configuration), blocked, otherTypes };
}

function typeOf(resourceAddress: string): string {
  return resourceAddress.split(".").at(-2) ?? "";
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
  blocked: BlockedMove[],
): readonly PriorInstance[] {
  const taken = currentAddresses(priors);
  return priors.map((prior) => {
    if (!isFrom(prior, from, to)) return prior;
    const key = isWhole(from, to) ? prior.key : to.key;
    const target = instanceAddress(to.resource, key);
    if (taken.has(target) && prior.deposed === null) blocked.push({ from: prior.address, to: target });
    return moveTo(prior, to.resource, key, taken);
  });
}

function isWhole(from: InstanceAddress, to: InstanceAddress): boolean {
  return from.key === null && to.key === null;
}

function isFrom(prior: PriorInstance, from: InstanceAddress, to: InstanceAddress): boolean {
  return prior.resourceAddress === from.resource && (isWhole(from, to) || prior.key === from.key);
}

function currentAddresses(priors: readonly PriorInstance[]): ReadonlySet<string> {
  return new Set(priors.filter(({ deposed }) => deposed === null).map(({ address }) => address));
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
