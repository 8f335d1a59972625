import {
  evaluateBlock,
  instanceScopes,
  type ResourceConfiguration,
  type Scope,
} from "../../configuration/index.js";
import type { Diagnostic } from "../../diagnostics/index.js";
import type { ActionReason } from "../../plan/index.js";
import type { DataSource } from "../../provider/index.js";
import { isWhollyKnown } from "../../values/index.js";
import { sensitivePathsOfSchema } from "../change/sensitivity.js";
import { type InstanceKey, instanceAddress } from "../prior/instance-address.js";
import { checkResource } from "../walk/check-resource.js";
import {
  collectProblems,
  hasErrors,
  lazily,
  type PlanWalk,
  recordPlanned,
  unknownValue,
} from "../walk/plan-walk.js";
import { providerSource } from "../walk/provider-names.js";
import { type InstanceValue, resourceValue } from "../walk/resource-values.js";
import { plannedDataObject } from "./planned-data-object.js";

/** Reads every instance of a data source, or plans to read it during apply where it depends on what changes. */
export function planData(walk: PlanWalk, resource: ResourceConfiguration): void {
  const dataSource = walk.registry.dataSource(resource.type);
  if (dataSource === undefined) {
    walk.unsupported.add(resource.address);
    walk.values.set(resource.address, unknownValue);
    return;
  }
  const scopes = collectProblems(walk, () => instanceScopes(resource, walk.scope));
  const problemsBefore = walk.diagnostics.length;
  const instances: InstanceValue[] = [];
  for (const [key, scope] of scopes ?? []) {
    const value = planDataInstance(walk, resource, dataSource, key, scope);
    if (value === undefined) walk.pending.add(resource.address);
    else instances.push(value);
  }
  const unknown =
    scopes === undefined ||
    walk.pending.has(resource.address) ||
    hasErrors(walk.diagnostics.slice(problemsBefore));
  walk.values.set(
    resource.address,
    unknown ? unknownValue : lazily(() => resourceValue(resource, dataSource.schema.block, instances)),
  );
}

function planDataInstance(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  dataSource: DataSource,
  key: InstanceKey,
  scope: Scope,
): InstanceValue | undefined {
  const address = instanceAddress(resource.address, key);
  const { block } = dataSource.schema;
  const evaluated = collectProblems(walk, () => evaluateBlock(resource.body, block, scope));
  if (evaluated === undefined) return { key, object: null, sensitivePaths: [] };
  const problems: Diagnostic[] = [...evaluated.diagnostics];
  if (!hasErrors(problems)) problems.push(...dataSource.validate(evaluated.value));
  walk.diagnostics.push(...problems.map((diagnostic) => ({ address, ...diagnostic })));
  if (hasErrors(problems)) return { key, object: null, sensitivePaths: [] };

  checkResource(walk, resource, "preconditions", address, scope);
  const reason = deferralReason(walk, resource, isWhollyKnown(evaluated.value));
  const common = { resourceAddress: resource.address, module: null, mode: "data" as const };
  const source = providerSource(resource.providerKey, walk.configuration);
  if (reason !== null) {
    const object = plannedDataObject(evaluated.value, block);
    const sensitivePaths = [...evaluated.sensitivePaths, ...sensitivePathsOfSchema(block, object)];
    // Nothing will be read by an apply that only destroys.
    if (walk.options.mode === "destroy") return { key, object, sensitivePaths };
    recordPlanned(walk, {
      ...common,
      address,
      previousAddress: null,
      type: resource.type,
      name: resource.name,
      key,
      deposed: null,
      providerKey: resource.providerKey,
      providerSource: source,
      schema: dataSource.schema,
      change: {
        actions: ["read"],
        reason,
        before: null,
        after: object,
        beforeSensitivePaths: [],
        afterSensitivePaths: sensitivePaths,
        replacePaths: [],
        config: evaluated.value,
        ignored: [],
      },
      importing: null,
      createBeforeDestroy: false,
    });
    return { key, object, sensitivePaths };
  }

  const requestKey = `data ${address}`;
  const read = walk.input.reads.get(requestKey);
  if (read === undefined) {
    walk.requests.push({
      kind: "data-source",
      key: requestKey,
      address,
      type: resource.type,
      providerKey: resource.providerKey,
      config: evaluated.value,
    });
    return undefined;
  }
  const sensitivePaths = [...evaluated.sensitivePaths, ...sensitivePathsOfSchema(block, read)];
  const value = { key, object: read, sensitivePaths };
  if (read !== null)
    walk.refreshed.push({
      ...common,
      address,
      type: resource.type,
      name: resource.name,
      key,
      deposed: null,
      providerSource: source,
      schema: dataSource.schema,
      object: read,
      sensitivePaths,
      tainted: false,
      createBeforeDestroy: false,
      dependencies: [],
    });
  checkResource(walk, resource, "postconditions", address, scope, { resourceType: dataSource, value });
  return value;
}

/** Why a data source can be read during apply only; null when it can be read now. */
function deferralReason(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  known: boolean,
): ActionReason | null {
  if (walk.checkedData.has(resource.address) && walk.options.mode === "normal")
    return "read_because_check_nested";
  if (!known) return "read_because_config_unknown";
  const { graph } = walk.configuration;
  const { preconditions, postconditions } = resource.lifecycle;
  const dependencies =
    preconditions.length + postconditions.length > 0
      ? graph.transitiveResourceDependencies(resource.address)
      : resource.dependsOn.flatMap(({ subject }) => [
          subject,
          ...graph.transitiveResourceDependencies(subject),
        ]);
  const pending = dependencies.some((dependency) =>
    walk.plannedByResource
      .get(dependency)
      ?.some(({ mode, change }) => mode === "managed" && change.actions[0] !== "no-op"),
  );
  return pending ? "read_because_dependency_pending" : null;
}
