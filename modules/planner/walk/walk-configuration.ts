import { createScope, evaluate, instanceScopes } from "../../configuration/index.js";
import { unmarkDeep } from "../../values/index.js";
import { planData } from "../data-source/plan-data.js";
import { evaluateProvider } from "../evaluate/evaluate-providers.js";
import { createBeforeDestroyResources } from "../evaluate/forced-create-before-destroy.js";
import type { PlanStackInput } from "../plan-stack-input.js";
import { instanceAddress } from "../prior/instance-address.js";
import { movePriors } from "../prior/move-priors.js";
import { newerStateProblems } from "../prior/newer-state.js";
import { type PriorInstance, priorInstances } from "../prior/prior-state.js";
import { noteConditions } from "./check-resource.js";
import { planManaged } from "./plan-managed.js";
import { planOrphans } from "./plan-orphans.js";
import { collectProblems, type PlanWalk, problem, unknownValue } from "./plan-walk.js";
import { sourceOfProviderName } from "./provider-names.js";
import { refreshPrior } from "./refresh-prior.js";
import { targetsOf } from "./targets.js";

/**
 * Walks the configuration, dependencies first, and plans everything that can be planned with what has been
 * read so far. Where something must be read first, the request is noted and dependants are left for the next
 * time.
 */
export function walkConfiguration(input: PlanStackInput): PlanWalk {
  const walk = startWalk(input);
  const { configuration } = walk;
  readImports(walk);
  refusePartialMoves(walk);
  for (const node of configuration.graph.order) {
    if (dependsOnPending(walk, node)) {
      walk.pending.add(node);
      continue;
    }
    const resource = configuration.resources.get(node);
    if (resource !== undefined) {
      if (!walk.targets.resource(node)) {
        walk.values.set(node, unknownValue);
        noteConditions(walk, resource);
      } else if (resource.mode === "data") planData(walk, resource);
      else planManaged(walk, resource);
    } else if (node.startsWith("provider.")) {
      const key = node.slice("provider.".length);
      const provider = collectProblems(walk, () =>
        evaluateProvider(configuration.providers.get(key), walk.scope),
      );
      if (provider !== undefined) walk.providers.set(key, provider);
    }
  }
  planOrphans(walk);
  keepUntargeted(walk);
  return walk;
}

/** What `-target` leaves out stays in the prior state as it is. */
function keepUntargeted(walk: PlanWalk): void {
  if (!walk.targets.limited) return;
  for (const prior of [...walk.priors.values()].flat()) {
    const schema = walk.registry.resourceType(prior.type)?.schema;
    const { object } = prior;
    if (walk.targets.instance(prior.resourceAddress, prior.key) || object === null || schema === undefined)
      continue;
    const source = sourceOfProviderName(prior.providerName);
    walk.refreshed.push({ ...prior, mode: "managed", object, providerSource: source, schema });
  }
}

/** A move must be planned whole: Terraform refuses targets that leave a moved object out. */
function refusePartialMoves(walk: PlanWalk): void {
  if (!walk.targets.limited) return;
  const missing = new Set<string>();
  for (const prior of [...walk.priors.values()].flat()) {
    if (prior.previousAddress === null) continue;
    if (!walk.targets.instance(prior.resourceAddress, prior.key)) missing.add(prior.address);
  }
  if (missing.size === 0) return;
  const options = [...missing].sort().map((address) => `\n  -target=${JSON.stringify(address)}`);
  walk.diagnostics.push(
    problem(
      "PLAN_MOVE_NOT_TARGETED",
      "Moved resource instances excluded by targeting",
      `Resource instances in your current state have moved to new addresses in the latest configuration. Terraform must include those resource instances while planning in order to ensure a correct result, but your -target=... options do not fully cover all of those resource instances.\n\nTo create a valid plan, either remove your -target=... options altogether or add the following additional target options:${options.join("")}`,
    ),
  );
}

function dependsOnPending(walk: PlanWalk, node: string): boolean {
  if (walk.pending.size === 0) return false;
  for (const dependency of walk.configuration.graph.dependencies(node))
    if (walk.pending.has(dependency)) {
      noteRefreshes(walk, node);
      return true;
    }
  return false;
}

/** Objects that the state holds can be read at once, whatever their configuration will be. */
function noteRefreshes(walk: PlanWalk, node: string): void {
  const resource = walk.configuration.resources.get(node);
  if (resource === undefined) return;
  for (const prior of walk.priorsOfResource.get(node) ?? []) {
    walk.wanted.add(prior.address);
    if (walk.targets.instance(node, prior.key)) refreshPrior(walk, prior, resource.providerKey);
  }
}

function startWalk(input: PlanStackInput): PlanWalk {
  const { configuration, registry, options, state } = input;
  const values: PlanWalk["values"] = new Map();
  const moved = movePriors(priorInstances(state, registry), configuration);
  const priors = grouped(moved, (prior) => prior.address);
  const scope = createScope(configuration, {
    resource: (address) => values.get(address)?.(),
    planTimestamp: options.timestamp,
  });
  const checkedData = new Set(
    [...configuration.checks.values()].flatMap(({ data }) => (data === null ? [] : [data.address])),
  );
  return {
    input,
    configuration,
    registry,
    options,
    targets: targetsOf(options.targets, configuration),
    scope,
    priors,
    priorsOfResource: grouped(moved, (prior) => prior.resourceAddress),
    dependantsInState: dependantsInState(moved),
    wanted: new Set(),
    checkedData,
    imports: new Map(),
    refreshes: new Map(),
    forcedCreateBeforeDestroy: createBeforeDestroyResources(configuration),
    values,
    providers: new Map(),
    pending: new Set(),
    requests: [],
    planned: [],
    plannedByResource: new Map(),
    refreshed: [],
    drifted: [],
    unsupported: new Set(),
    checks: new Map(),
    diagnostics: [...configuration.warnings, ...newerStateProblems(moved, registry)],
  };
}

/** Import blocks whose target the state does not hold yet. */
function readImports(walk: PlanWalk): void {
  const { configuration, scope } = walk;
  for (const block of configuration.imports) {
    const expanded =
      block.forEach === null
        ? [scope]
        : collectProblems(walk, () => [
            ...instanceScopes({ count: null, forEach: block.forEach, address: block.to }, scope).values(),
          ]);
    for (const inner of expanded ?? [])
      collectProblems(walk, () => {
        const key = block.toKey === null ? null : unmarkDeep(evaluate(block.toKey, inner)).value;
        const id = unmarkDeep(evaluate(block.id, inner)).value;
        if (typeof id !== "string") return;
        const address = instanceAddress(
          block.to,
          typeof key === "string" || typeof key === "number" ? key : null,
        );
        if (!walk.priors.has(address)) walk.imports.set(address, id);
      });
  }
}

function dependantsInState(priors: readonly PriorInstance[]): ReadonlyMap<string, ReadonlySet<string>> {
  const dependants = new Map<string, Set<string>>();
  for (const { resourceAddress, dependencies } of priors)
    for (const dependency of dependencies) {
      const known = dependants.get(dependency);
      if (known === undefined) dependants.set(dependency, new Set([resourceAddress]));
      else known.add(resourceAddress);
    }
  return dependants;
}

function grouped(
  priors: readonly PriorInstance[],
  keyOf: (prior: PriorInstance) => string,
): ReadonlyMap<string, readonly PriorInstance[]> {
  const groups = new Map<string, PriorInstance[]>();
  for (const prior of priors) {
    const group = groups.get(keyOf(prior));
    if (group === undefined) groups.set(keyOf(prior), [prior]);
    else group.push(prior);
  }
  return groups;
}
