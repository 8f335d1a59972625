import { createScope, evaluate, evaluateBlock, instanceScopes, type Scope } from "../configuration/index.js";
import { FleetwrightError } from "../diagnostics/index.js";
import type { ChangeActions, StackPlan } from "../plan/index.js";
import { providerConfigurationOf } from "../provider/index.js";
import type { JsonValue } from "../state/index.js";
import {
  isWhollyKnown,
  type ObjectValue,
  type Path,
  UNKNOWN,
  unmarkDeep,
  type Value,
} from "../values/index.js";
import { planInstance } from "./change/plan-instance.js";
import { knownJson } from "./document/json-value.js";
import { typeJson } from "./document/type-json.js";
import { documentOf, walkStack } from "./plan-stack.js";
import type { PlanStackInput } from "./plan-stack-input.js";
import type { InstanceKey } from "./prior/instance-address.js";
import type { EvaluatedProvider, PlannedInstance, PlanWalk } from "./walk/plan-walk.js";
import { providerKeyOfName, stateProviderName } from "./walk/provider-names.js";
import { type InstanceValue, resourceValue } from "./walk/resource-values.js";

/** A plan that can still be asked what it means while it is carried out. */
export interface ApplyEvaluation {
  readonly plan: StackPlan;
  /** Every object after refresh, and the data sources that were read while planning. */
  readonly priors: readonly PriorObject[];
  /** Pure. `objects` are the objects known now, by instance address. */
  evaluate(address: string, objects: ReadonlyMap<string, ObjectValue>): EvaluatedInstance;
  /** Outputs whose value is known. */
  outputs(objects: ReadonlyMap<string, ObjectValue>): {
    readonly [name: string]: {
      readonly value: JsonValue;
      readonly type: JsonValue;
      readonly sensitive: boolean;
    };
  };
  provider(providerKey: string): EvaluatedProvider;
  /** All resources on which a resource of the configuration depends, transitively, sorted. */
  dependencies(resourceAddress: string): readonly string[];
  /** Also for what only the state knows. */
  providerKeyOf(resourceAddress: string): string;
}

export interface PriorObject {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key: InstanceKey;
  readonly deposed?: string;
  /** As the state writes it, e.g. `provider["registry.terraform.io/hashicorp/aws"]`. */
  readonly providerName: string;
  readonly object: ObjectValue;
  readonly sensitivePaths: readonly Path[];
  readonly tainted: boolean;
  readonly createBeforeDestroy: boolean;
  readonly dependencies: readonly string[];
}

export interface EvaluatedInstance {
  /** For an update: after `ignore_changes`. */
  readonly config: ObjectValue;
  /** What the provider computes is still unknown. For a data source: the configuration. */
  readonly planned: ObjectValue;
  readonly actions: ChangeActions;
  readonly ignoredPaths: readonly Path[];
  readonly sensitivePaths: readonly Path[];
  readonly createBeforeDestroy: boolean;
  readonly providerName: string;
}

/**
 * Plans a stack and keeps what apply needs: as in Terraform core, every instance is evaluated and planned once
 * more with what became known meanwhile. Throws a FleetwrightError when reads are still missing (source
 * `tool`) or the plan has errors (source `user`).
 */
export function createApplyEvaluation(input: PlanStackInput): ApplyEvaluation {
  const walk = walkStack(input);
  const missing = walk.requests[0];
  if (missing !== undefined) throw notRead(missing.address);
  const plan = documentOf(walk);
  const { configuration } = walk;
  const planned = new Map(
    walk.planned.filter(({ deposed }) => deposed === null).map((instance) => [instance.address, instance]),
  );
  return {
    plan,
    priors: priorObjects(walk),
    evaluate: (address, objects) => {
      const instance = planned.get(address);
      if (instance === undefined) throw notRead(address);
      return evaluateAgain(walk, instance, scopeOf(walk, objects));
    },
    outputs: (objects) => knownOutputs(walk, scopeOf(walk, objects)),
    provider: (key) => walk.providers.get(key) ?? { block: {}, configuration: providerConfigurationOf({}) },
    dependencies: (address) => configuration.graph.transitiveResourceDependencies(address),
    providerKeyOf: (address) => {
      const configured = configuration.resources.get(address)?.providerKey;
      const inState = walk.priorsOfResource.get(address)?.[0]?.providerName;
      return configured ?? (inState === undefined ? "aws" : providerKeyOfName(inState, configuration));
    },
  };
}

function notRead(address: string): FleetwrightError {
  return new FleetwrightError("tool", [
    {
      severity: "error",
      code: "PLAN_NOT_READ",
      summary: "The plan is not complete",
      detail: `${address} was not read or planned before the plan was to be carried out.`,
      address,
    },
  ]);
}

function priorObjects(walk: PlanWalk): readonly PriorObject[] {
  return walk.refreshed.map((instance) => {
    const prior = walk.priors.get(instance.address)?.find(({ deposed }) => deposed === instance.deposed);
    const resource = walk.configuration.resources.get(instance.resourceAddress);
    const providerName =
      prior?.providerName ?? stateProviderName(resource?.providerKey ?? "aws", walk.configuration);
    const { address, mode, type, name, key, object, sensitivePaths, tainted, dependencies } = instance;
    return {
      address,
      mode,
      type,
      name,
      key,
      ...(instance.deposed === null ? {} : { deposed: instance.deposed }),
      providerName,
      object,
      sensitivePaths,
      tainted,
      createBeforeDestroy: instance.createBeforeDestroy,
      dependencies,
    };
  });
}

/** Names mean what is live now; what is not yet there means what was planned for it. */
function scopeOf(walk: PlanWalk, objects: ReadonlyMap<string, ObjectValue>): Scope {
  const values = new Map<string, Value>();
  return createScope(walk.configuration, {
    planTimestamp: walk.options.timestamp,
    resource: (address) => {
      const known = values.get(address);
      if (known !== undefined) return known;
      const value = liveValue(walk, address, objects);
      values.set(address, value);
      return value;
    },
  });
}

function liveValue(walk: PlanWalk, address: string, objects: ReadonlyMap<string, ObjectValue>): Value {
  const resource = walk.configuration.resources.get(address);
  const schema =
    resource?.mode === "data"
      ? walk.registry.dataSource(resource.type)?.schema
      : walk.registry.resourceType(resource?.type ?? "")?.schema;
  if (resource === undefined || schema === undefined) return UNKNOWN;
  const planned = walk.plannedByResource.get(address);
  if (planned === undefined) return walk.values.get(address)?.() ?? UNKNOWN;
  const instances = planned
    .filter(({ deposed, change }) => deposed === null && change.after !== null)
    .map(
      (instance): InstanceValue => ({
        key: instance.key,
        object: objects.get(instance.address) ?? instance.change.after,
        sensitivePaths: instance.change.afterSensitivePaths,
      }),
    );
  return resourceValue(resource, schema.block, instances);
}

function evaluateAgain(walk: PlanWalk, instance: PlannedInstance, scope: Scope): EvaluatedInstance {
  const resource = walk.configuration.resources.get(instance.resourceAddress);
  const instanceScope = resource && instanceScopes(resource, scope).get(instance.key);
  if (resource === undefined || instanceScope === undefined) throw notRead(instance.address);
  const evaluated = evaluateBlock(resource.body, instance.schema.block, instanceScope);
  const errors = evaluated.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new FleetwrightError("user", errors);
  const common = {
    createBeforeDestroy: instance.createBeforeDestroy,
    providerName: stateProviderName(instance.providerKey, walk.configuration),
  };
  const resourceType = walk.registry.resourceType(instance.type);
  if (instance.mode === "data" || resourceType === undefined)
    return {
      ...common,
      config: evaluated.value,
      planned: evaluated.value,
      actions: ["read"],
      ignoredPaths: [],
      sensitivePaths: evaluated.sensitivePaths,
    };

  const { actions, before, beforeSensitivePaths } = instance.change;
  const keepsObject = actions[0] === "update" || actions[0] === "no-op";
  const change = planInstance({
    resourceType,
    provider: walk.providers.get(instance.providerKey)?.configuration ?? providerConfigurationOf({}),
    prior: keepsObject && before !== null ? { object: before, sensitivePaths: beforeSensitivePaths } : null,
    tainted: false,
    config: evaluated.value,
    configSensitivePaths: evaluated.sensitivePaths,
    ignoreChanges: resource.lifecycle.ignoreChanges,
    createBeforeDestroy: instance.createBeforeDestroy,
    forceReplace: null,
  });
  return {
    ...common,
    config: change.config ?? evaluated.value,
    planned: change.after ?? evaluated.value,
    actions: keepsObject ? change.actions : actions,
    ignoredPaths: change.ignored.map(({ path }) => path),
    sensitivePaths: change.afterSensitivePaths,
  };
}

function knownOutputs(walk: PlanWalk, scope: Scope): ReturnType<ApplyEvaluation["outputs"]> {
  const entries = [...walk.configuration.outputs].flatMap(([name, output]) => {
    const { value } = unmarkDeep(evaluate(output.expression, scope));
    if (!isWhollyKnown(value)) return [];
    const json = knownJson(value) ?? null;
    return [[name, { value: json, type: typeJson(value), sensitive: output.sensitive }] as const];
  });
  return Object.fromEntries(entries);
}
