import { createScope, type ResourceConfiguration } from "../../configuration/index.js";
import type { Diagnostic } from "../../diagnostics/index.js";
import { planData } from "../data-source/plan-data.js";
import { evaluateProvider } from "../evaluate/evaluate-providers.js";
import { createBeforeDestroyResources } from "../evaluate/forced-create-before-destroy.js";
import { validateIgnoreChanges } from "../ignore-changes/validate-ignore-changes.js";
import type { PlanStackInput } from "../plan-stack-input.js";
import { movePriors } from "../prior/move-priors.js";
import { newerStateProblems } from "../prior/newer-state.js";
import { type PriorInstance, priorInstances } from "../prior/prior-state.js";
import { noteConditions } from "./check-resource.js";
import { refuseImportsWithoutConfiguration } from "./import-targets.js";
import { planManaged } from "./plan-managed.js";
import { planOrphans } from "./plan-orphans.js";
import { collectProblems, type PlanWalk, problem, unknownValue } from "./plan-walk.js";
import { warnOfForgotten, warnOfNothingKnown, warnOfTargets } from "./plan-warnings.js";
import { sourceOfProviderName } from "./provider-names.js";
import { refreshPrior } from "./refresh-prior.js";
import { parseInstanceAddress, targetsOf } from "./targets.js";
import { validateStatements, warnOfBlockedMoves } from "./validate-moves.js";

/**
 * Walks the configuration, dependencies first, and plans everything that can be planned with what has been
 * read so far. Where something must be read first, the request is noted and dependants are left for the next
 * time.
 *
 * @param destroy whether this is the plan that Terraform makes of a configuration before it plans to destroy it
 *   all, or for the destroy plan itself, that plan
 */
export function walkConfiguration(
  input: PlanStackInput,
  destroy: { readonly isBefore: boolean; readonly before: PlanWalk | null } = {
    isBefore: false,
    before: null,
  },
): PlanWalk {
  const walk = startWalk(input, destroy.isBefore, destroy.before);
  const { configuration } = walk;
  warnOfTargets(walk);
  warnOfNothingKnown(walk);
  refuseImportsWithoutConfiguration(walk);
  refusePartialMoves(walk);
  for (const node of configuration.graph.order) {
    if (dependsOnPending(walk, node)) {
      walk.pending.add(node);
      continue;
    }
    const resource = configuration.resources.get(node);
    if (resource !== undefined) {
      validateLifecycle(walk, resource);
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
  if (walk.requests.length === 0) {
    validateStatements(walk);
    warnOfBlockedMoves(walk);
    warnOfForgotten(walk);
  }
  return walk;
}

/** What can be judged without planning is judged of every resource, targeted or not, destroyed or not. */
function validateLifecycle(walk: PlanWalk, { mode, type, address, lifecycle }: ResourceConfiguration): void {
  const schema = mode === "managed" ? walk.registry.resourceType(type)?.schema : undefined;
  if (schema === undefined) return;
  walk.diagnostics.push(...validateIgnoreChanges(lifecycle.ignoreChanges, schema.block, address));
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
    const previous = parseInstanceAddress(prior.previousAddress);
    if (!walk.targets.names(prior.resourceAddress, prior.key)) missing.add(prior.resourceAddress);
    if (!walk.targets.names(previous.resource, previous.key)) missing.add(previous.resource);
  }
  if (missing.size === 0) return;
  const options = [...missing].sort().map((address) => `\n  -target=${JSON.stringify(address)}`);
  walk.diagnostics.push(
    problem(
      "PLAN_MOVE_NOT_TARGETED",
      "Moved resource instances excluded by targeting",
      `Resource instances in your current state have moved to new addresses in the latest configuration. Terraform must include those resource instances while planning in order to ensure a correct result, but your -target=... options do not fully cover all of those resource instances.\n\nTo create a valid plan, either remove your -target=... options altogether or add the following additional target options:${options.join("")}\n\nNote that adding these options may include further additional resource instances in your plan, in order to respect object dependencies.`,
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

function startWalk(input: PlanStackInput, isBefore: boolean, before: PlanWalk | null): PlanWalk {
  const { configuration, registry, options, state } = input;
  const values: PlanWalk["values"] = new Map();
  const attributes: PlanWalk["attributes"] = new Map();
  const { priors: moved, blocked, otherTypes } = movePriors(priorInstances(state, registry), configuration);
  const priors = grouped(moved, (prior) => prior.address);
  const inState = dependantsInState(moved);
  const scope = createScope(configuration, {
    resource: (address) => values.get(address)?.(),
    attribute: (address, name) => attributes.get(address)?.(name),
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
    targets: targetsOf(
      options.targets,
      configuration,
      options.mode === "destroy"
        ? (resource) => [
            ...configuration.graph.resourceDependants(resource),
            ...(inState.get(resource) ?? []),
          ]
        : undefined,
    ),
    scope,
    priors,
    priorsOfResource: grouped(moved, (prior) => prior.resourceAddress),
    dependantsInState: inState,
    wanted: new Set(),
    blockedMoves: blocked,
    before,
    conditionsWarn: isBefore || options.mode === "refresh-only",
    checkedData,
    failedData: new Map(),
    imports: new Map(),
    refreshes: new Map(),
    forcedCreateBeforeDestroy: createBeforeDestroyResources(configuration),
    values,
    attributes,
    providers: new Map(),
    pending: new Set(),
    requests: [],
    planned: [],
    plannedByResource: new Map(),
    refreshed: [],
    drifted: [],
    unsupported: new Set([...configuration.modules.keys()].map((name) => `module.${name}`)),
    checks: new Map(),
    diagnostics: [
      ...configuration.warnings,
      ...newerStateProblems(moved, registry),
      ...otherTypes.map(moveToOtherType),
    ],
  };
}

function moveToOtherType(type: string): Diagnostic {
  return problem(
    "PLAN_MOVE_OTHER_TYPE",
    "Move Resource State Not Supported",
    `The "${type}" resource type does not support moving resource state across resource types.`,
  );
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
