import {
  evaluateBlock,
  instanceScopes,
  type Reference,
  type ResourceConfiguration,
  type Scope,
} from "../../configuration/index.js";
import { type Diagnostic, FailedRead } from "../../diagnostics/index.js";
import type { ActionReason } from "../../plan/index.js";
import type { DataSource } from "../../provider/index.js";
import { isWhollyKnown, type ObjectValue, type Path } from "../../values/index.js";
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
  const instance: DataInstance = { resource, dataSource, key, address, config: evaluated };
  const reason = deferralReason(walk, resource, isWhollyKnown(evaluated.value));
  if (reason !== null) return deferred(walk, instance, reason);

  const nested = walk.checkedData.has(resource.address);
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
      ...(nested ? { mayFail: true } : {}),
    });
    return undefined;
  }
  if (read instanceof FailedRead) {
    noteFailure(walk, resource, address, read);
    noteRefreshed(walk, instance, evaluated.value);
    return deferred(walk, instance, "read_because_check_nested");
  }
  const sensitivePaths = [...evaluated.sensitivePaths, ...sensitivePathsOfSchema(block, read)];
  const value = { key, object: read, sensitivePaths };
  // What a check needs is read once more by the apply, to judge what is true then.
  if (nested && read !== null && walk.options.mode === "normal")
    recordRead(walk, instance, "read_because_check_nested", read);
  if (read !== null) noteRefreshed(walk, instance, read);
  checkResource(walk, resource, "postconditions", address, scope, { resourceType: dataSource, value });
  return value;
}

interface DataInstance {
  readonly resource: ResourceConfiguration;
  readonly dataSource: DataSource;
  readonly key: InstanceKey;
  readonly address: string;
  readonly config: { readonly value: ObjectValue; readonly sensitivePaths: readonly Path[] };
}

/** Read during apply: until then, what it computes is unknown. */
function deferred(walk: PlanWalk, instance: DataInstance, reason: ActionReason): InstanceValue {
  const object = plannedDataObject(instance.config.value, instance.dataSource.schema.block);
  const { mode } = walk.options;
  // Nothing will be read by an apply that only destroys, or does nothing.
  if (mode === "normal") recordRead(walk, instance, reason, object);
  return { key: instance.key, object, sensitivePaths: sensitivePaths(instance, object) };
}

function sensitivePaths({ dataSource, config }: DataInstance, object: ObjectValue): readonly Path[] {
  return [...config.sensitivePaths, ...sensitivePathsOfSchema(dataSource.schema.block, object)];
}

function recordRead(walk: PlanWalk, instance: DataInstance, reason: ActionReason, object: ObjectValue): void {
  const { resource, dataSource, key, address, config } = instance;
  recordPlanned(walk, {
    address,
    previousAddress: null,
    resourceAddress: resource.address,
    module: null,
    mode: "data",
    type: resource.type,
    name: resource.name,
    key,
    deposed: null,
    providerKey: resource.providerKey,
    providerSource: providerSource(resource.providerKey, walk.configuration),
    schema: dataSource.schema,
    change: {
      actions: ["read"],
      reason,
      before: null,
      after: object,
      beforeSensitivePaths: [],
      afterSensitivePaths: sensitivePaths(instance, object),
      replacePaths: [],
      config: config.value,
      ignored: [],
    },
    importing: null,
    createBeforeDestroy: false,
  });
}

function noteRefreshed(walk: PlanWalk, instance: DataInstance, object: ObjectValue): void {
  const { resource, dataSource, key, address } = instance;
  walk.refreshed.push({
    address,
    resourceAddress: resource.address,
    module: null,
    mode: "data",
    type: resource.type,
    name: resource.name,
    key,
    deposed: null,
    providerSource: providerSource(resource.providerKey, walk.configuration),
    schema: dataSource.schema,
    object,
    sensitivePaths: sensitivePaths(instance, object),
    tainted: false,
    createBeforeDestroy: false,
    dependencies: [],
  });
}

/** In a check block, what cannot be read is a failure of the check and no more than a warning. */
function noteFailure(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  address: string,
  read: FailedRead,
): void {
  walk.diagnostics.push(
    ...read.diagnostics.map((diagnostic) => ({ address, ...diagnostic, severity: "warning" as const })),
  );
  walk.failedData.set(resource.address, read.diagnostics.map(({ summary }) => summary).join("; "));
}

/**
 * The managed resources that a data source itself refers to: Terraform takes each for a `depends_on`, even where
 * the value is known. What it reaches through locals counts through unknown values only.
 */
function directReferences(resource: ResourceConfiguration): readonly Reference[] {
  return resource.references.filter(({ kind }) => kind === "resource");
}

/** Why a data source can be read during apply only; null when it can be read now. */
function deferralReason(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  known: boolean,
): ActionReason | null {
  if (!known) return "read_because_config_unknown";
  const { graph } = walk.configuration;
  const { preconditions, postconditions } = resource.lifecycle;
  const dependencies =
    preconditions.length + postconditions.length > 0
      ? graph.transitiveResourceDependencies(resource.address)
      : [...resource.dependsOn, ...directReferences(resource)].flatMap(({ subject }) => [
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
