import {
  evaluateBlock,
  instanceScopes,
  type ResourceConfiguration,
  type Scope,
} from "../../configuration/index.js";
import type { Diagnostic } from "../../diagnostics/index.js";
import type { ConfigDiagnostic, ResourceType } from "../../provider/index.js";
import { type ObjectValue, type Path, UNKNOWN, type Value } from "../../values/index.js";
import { type PlanInstanceRequest, planInstance } from "../change/plan-instance.js";
import { replaceTriggered } from "../change/replace-triggers.js";
import { sensitivePathsOfSchema } from "../change/sensitivity.js";
import { type InstanceKey, instanceAddress } from "../prior/instance-address.js";
import type { PriorInstance } from "../prior/prior-state.js";
import { checkResource, noteConditions } from "./check-resource.js";
import { deletion, refuseDestroy } from "./deletion.js";
import { noteImports } from "./import-targets.js";
import { planOrphans } from "./plan-orphans.js";
import {
  collectProblems,
  hasErrors,
  lazily,
  type PlanWalk,
  problem,
  recordPlanned,
  unknownValue,
} from "./plan-walk.js";
import { warnOfReplaceRequests } from "./plan-warnings.js";
import { providerSource } from "./provider-names.js";
import { objectRead, refreshPrior } from "./refresh-prior.js";
import { type InstanceValue, resourceAttribute, resourceValue } from "./resource-values.js";

/** Plans every instance of a managed resource of the configuration. */
export function planManaged(walk: PlanWalk, resource: ResourceConfiguration): void {
  const resourceType = walk.registry.resourceType(resource.type);
  if (resourceType === undefined) {
    walk.unsupported.add(resource.address);
    walk.values.set(resource.address, unknownValue);
    return;
  }
  const { block } = resourceType.schema;
  const problemsBefore = walk.diagnostics.length;
  if (walk.options.mode === "destroy") {
    noteConditions(walk, resource);
    const value = valueBeforeDestroy(walk, resource, resourceType);
    walk.values.set(resource.address, () => value);
    return;
  }
  const scopes = collectProblems(walk, () => instanceScopes(resource, walk.scope));
  if (scopes === undefined) {
    walk.values.set(resource.address, unknownValue);
    return;
  }
  noteConditions(walk, resource);
  warnOfReplaceRequests(walk, resource, scopes.keys());
  noteImports(walk, resource, new Set(scopes.keys()));
  const instances: InstanceValue[] = [];
  for (const [key, scope] of scopes) {
    walk.wanted.add(instanceAddress(resource.address, key));
    if (!walk.targets.instance(resource.address, key)) {
      instances.push(untouched(walk, resource, key));
      continue;
    }
    const value = planManagedInstance(walk, resource, resourceType, key, scope);
    if (value === undefined) walk.pending.add(resource.address);
    else instances.push(value);
  }
  planOrphans(walk, resource.address);
  // What is wrong is said once: dependants see an unknown value instead of a missing object.
  const failed = hasErrors(walk.diagnostics.slice(problemsBefore));
  if (failed || walk.pending.has(resource.address)) {
    walk.values.set(resource.address, unknownValue);
    return;
  }
  const seen = walk.options.mode === "refresh-only" ? refreshedInstances(walk, resource) : instances;
  walk.values.set(
    resource.address,
    lazily(() => resourceValue(resource, block, seen)),
  );
  walk.attributes.set(resource.address, (name) => resourceAttribute(resource, block, seen, name));
}

/** A refresh-only plan leaves things as they are: expressions see what the state holds, wanted or not. */
function refreshedInstances(walk: PlanWalk, resource: ResourceConfiguration): readonly InstanceValue[] {
  return (walk.priorsOfResource.get(resource.address) ?? []).flatMap((prior): InstanceValue[] => {
    if (prior.deposed !== null || !fitsRepetition(resource, prior.key)) return [];
    const refreshed = walk.targets.instance(resource.address, prior.key)
      ? refreshPrior(walk, prior, resource.providerKey)
      : ({ kind: "done", object: prior.object } as const);
    if (refreshed.kind === "pending" || refreshed.object === null) return [];
    return [{ key: prior.key, object: refreshed.object, sensitivePaths: prior.sensitivePaths }];
  });
}

function fitsRepetition({ count, forEach }: ResourceConfiguration, key: InstanceKey): boolean {
  if (count !== null) return typeof key === "number";
  return forEach !== null ? typeof key === "string" : key === null;
}

/** What data sources and providers may still need to know of what is about to go. */
function valueBeforeDestroy(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  resourceType: ResourceType,
): Value {
  const instances: InstanceValue[] = [];
  for (const prior of walk.priorsOfResource.get(resource.address) ?? []) {
    if (prior.deposed !== null) continue;
    const refreshed = refreshPrior(walk, prior, resource.providerKey);
    if (refreshed.kind === "pending") walk.pending.add(resource.address);
    else if (refreshed.object !== null)
      instances.push({ key: prior.key, object: refreshed.object, sensitivePaths: prior.sensitivePaths });
  }
  if (walk.pending.has(resource.address) || instances.length === 0) return UNKNOWN;
  return resourceValue(resource, resourceType.schema.block, instances);
}

/** Undefined where something must be read first. */
function planManagedInstance(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  resourceType: ResourceType,
  key: InstanceKey,
  scope: Scope,
): InstanceValue | undefined {
  const address = instanceAddress(resource.address, key);
  const unplanned: InstanceValue = { key, object: null, sensitivePaths: [] };
  const own = walk.priors.get(address) ?? [];
  for (const deposed of own) if (deposed.deposed !== null) planDeposed(walk, resource, deposed);
  const state = own.find(({ deposed }) => deposed === null);

  const config = evaluateInstance(walk, resource, resourceType, scope, address);
  const prior = priorOf(walk, resource, resourceType, key, state, config);
  if (prior === "pending" || config === undefined) return config === undefined ? unplanned : undefined;

  const createBeforeDestroy = walk.forcedCreateBeforeDestroy.has(resource.address);
  const schemaPaths = sensitivePathsOfSchema(resourceType.schema.block, prior.object);
  const priorPaths = [...(state?.sensitivePaths ?? []), ...schemaPaths];
  if (prior.object !== null)
    walk.refreshed.push({
      address,
      resourceAddress: resource.address,
      module: null,
      mode: "managed",
      type: resource.type,
      name: resource.name,
      key,
      deposed: null,
      providerSource: providerSource(resource.providerKey, walk.configuration),
      schema: resourceType.schema,
      object: prior.object,
      sensitivePaths: priorPaths,
      tainted: state?.tainted ?? false,
      createBeforeDestroy,
      dependencies: prior.importId === null ? mergedDependencies(walk, resource.address, state) : [],
    });
  checkResource(walk, resource, "preconditions", address, scope);
  if (walk.options.mode === "refresh-only") {
    const value = { key, object: prior.object, sensitivePaths: priorPaths };
    checkResource(walk, resource, "postconditions", address, scope, { resourceType, value });
    return value;
  }
  const change = collectProblems(walk, () =>
    planInstance({
      resourceType,
      provider: walkProvider(walk, resource.providerKey),
      prior: prior.object === null ? null : { object: prior.object, sensitivePaths: priorPaths },
      tainted: (state?.tainted ?? false) && prior.object !== null,
      config: config.value,
      configSensitivePaths: config.sensitivePaths,
      ignoreChanges: resource.lifecycle.ignoreChanges,
      createBeforeDestroy,
      forceReplace: forcedReplacement(walk, resource, address, scope),
    }),
  );
  if (change === undefined) return unplanned;
  refuseDestroy(walk, resource, address, change);
  // Core writes a prior object anew only where nothing but its bookkeeping changes.
  const rewritten = change.actions[0] === "no-op";
  const shown = walk.refreshed.at(-1);
  if (rewritten && shown?.address === address)
    walk.refreshed[walk.refreshed.length - 1] = {
      ...shown,
      dependencies: mergedDependencies(walk, resource.address, state, true),
    };
  recordPlanned(walk, {
    address,
    previousAddress: state?.previousAddress ?? null,
    resourceAddress: resource.address,
    module: null,
    mode: "managed",
    type: resource.type,
    name: resource.name,
    key,
    deposed: null,
    providerKey: resource.providerKey,
    providerSource: providerSource(resource.providerKey, walk.configuration),
    schema: resourceType.schema,
    change,
    importing: prior.importId === null ? null : { id: prior.importId },
    createBeforeDestroy,
  });
  const value = { key, object: change.after, sensitivePaths: change.afterSensitivePaths };
  checkResource(walk, resource, "postconditions", address, scope, { resourceType, value });
  return value;
}

function walkProvider(walk: PlanWalk, providerKey: string): PlanInstanceRequest["provider"] {
  return (
    walk.providers.get(providerKey)?.configuration ?? {
      region: null,
      defaultTags: {},
      ignoreTags: { keys: [], keyPrefixes: [] },
    }
  );
}

interface EvaluatedConfig {
  readonly value: ObjectValue;
  readonly sensitivePaths: readonly Path[];
}

function evaluateInstance(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  resourceType: ResourceType,
  scope: Scope,
  address: string,
): EvaluatedConfig | undefined {
  const evaluated = collectProblems(walk, () =>
    evaluateBlock(resource.body, resourceType.schema.block, scope),
  );
  if (evaluated === undefined) return undefined;
  const found: Diagnostic[] = [...evaluated.diagnostics];
  if (!hasErrors(found))
    found.push(...resourceType.validate(evaluated.value).map((diagnostic) => located(resource, diagnostic)));
  walk.diagnostics.push(...found.map((diagnostic) => ({ address, ...diagnostic })));
  return hasErrors(found) ? undefined : evaluated;
}

/** Puts the line of the argument beside the provider's complaint about it. */
function located(resource: ResourceConfiguration, diagnostic: Diagnostic | ConfigDiagnostic): Diagnostic {
  if (!("path" in diagnostic)) return diagnostic;
  const { path, ...rest } = diagnostic;
  return { ...rest, location: resource.body.file.locate([...resource.body.path, ...path]) };
}

interface Prior {
  readonly object: ObjectValue | null;
  readonly importId: string | null;
}

/** What is there now: the state's object after refresh, one to import, or, without a state, one found by name. */
function priorOf(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  resourceType: ResourceType,
  key: InstanceKey,
  state: PriorInstance | undefined,
  config: EvaluatedConfig | undefined,
): Prior | "pending" {
  if (state !== undefined) {
    const refreshed = refreshPrior(walk, state, resource.providerKey);
    return refreshed.kind === "pending" ? "pending" : { object: refreshed.object, importId: null };
  }
  const address = instanceAddress(resource.address, key);
  const importId = walk.imports.get(address) ?? null;
  const naturalKey =
    importId ??
    (walk.input.state === null && walk.options.find !== false && config !== undefined
      ? resourceType.naturalKey(config.value)
      : null);
  if (naturalKey === null) return { object: null, importId: null };
  const requestKey = `find ${address}`;
  const found = objectRead(walk.input.reads.get(requestKey));
  if (found === undefined) {
    walk.requests.push({
      kind: "find",
      key: requestKey,
      address,
      type: resource.type,
      providerKey: resource.providerKey,
      naturalKey,
    });
    return "pending";
  }
  if (found === null && importId !== null)
    walk.diagnostics.push(
      problem(
        "PLAN_IMPORT_NOT_FOUND",
        "Cannot import non-existent remote object",
        `While attempting to import an existing object to "${address}", the provider detected that no object exists with the given id. Only pre-existing objects can be imported; check that the id is correct and that it is associated with the provider's configured region or endpoint, or use "terraform apply" to create a new remote object for this resource.`,
        { address },
      ),
    );
  return { object: found, importId };
}

function forcedReplacement(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  address: string,
  scope: Scope,
): PlanInstanceRequest["forceReplace"] {
  if (resource.lifecycle.replaceTriggeredBy.length > 0) {
    const triggered = collectProblems(walk, () => replaceTriggered(resource, scope, walk.plannedByResource));
    if (triggered === true) return "replace_by_triggers";
  }
  return walk.options.replace.includes(address) ? "replace_by_request" : null;
}

/** An instance that `-target` leaves out keeps what the state says of it. */
function untouched(walk: PlanWalk, resource: ResourceConfiguration, key: InstanceKey): InstanceValue {
  const prior = walk.priors
    .get(instanceAddress(resource.address, key))
    ?.find(({ deposed }) => deposed === null);
  return { key, object: prior?.object ?? null, sensitivePaths: prior?.sensitivePaths ?? [] };
}

/** A predecessor that an earlier replacement could not delete. */
function planDeposed(walk: PlanWalk, resource: ResourceConfiguration, prior: PriorInstance): void {
  const schema = walk.registry.resourceType(prior.type)?.schema;
  if (schema === undefined) return;
  const refreshed = refreshPrior(walk, prior, resource.providerKey);
  if (refreshed.kind === "pending") {
    walk.pending.add(resource.address);
    return;
  }
  if (refreshed.object === null) {
    if (walk.options.mode === "normal") recordGone(walk, resource, prior, schema);
    return;
  }
  const source = providerSource(resource.providerKey, walk.configuration);
  const { object } = refreshed;
  walk.refreshed.push({ ...prior, mode: "managed", object, providerSource: source, schema });
  if (walk.options.mode === "refresh-only") return;
  recordPlanned(walk, {
    ...prior,
    mode: "managed",
    providerKey: resource.providerKey,
    providerSource: providerSource(resource.providerKey, walk.configuration),
    schema,
    change: deletion(refreshed.object, prior.sensitivePaths),
    importing: null,
  });
}

/** Terraform lists a deposed object that is gone already, as something with which nothing is to be done. */
function recordGone(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  prior: PriorInstance,
  schema: ResourceType["schema"],
): void {
  recordPlanned(walk, {
    ...prior,
    mode: "managed",
    providerKey: resource.providerKey,
    providerSource: providerSource(resource.providerKey, walk.configuration),
    schema,
    change: {
      actions: ["no-op"],
      reason: null,
      before: null,
      after: null,
      beforeSensitivePaths: [],
      afterSensitivePaths: [],
      replacePaths: [],
      config: null,
      ignored: [],
    },
    importing: null,
  });
}

/** What Terraform stores as `dependencies`: after a refresh the configuration's as well as the state's. */
export function mergedDependencies(
  walk: PlanWalk,
  resourceAddress: string,
  state: PriorInstance | undefined,
  rewritten = false,
): readonly string[] {
  if (!walk.options.refresh && state !== undefined && !rewritten) return state.dependencies;
  const configured = walk.configuration.graph.transitiveResourceDependencies(resourceAddress);
  return rewritten ? configured : [...new Set([...configured, ...(state?.dependencies ?? [])])].sort();
}
