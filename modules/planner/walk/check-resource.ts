import {
  checkConditions,
  expressionValue,
  type ResourceConfiguration,
  type Scope,
  withSelf,
} from "../../configuration/index.js";
import type { ResourceType } from "../../provider/index.js";
import { UNKNOWN } from "../../values/index.js";
import type { CheckedObject, CheckInstance, PlanWalk } from "./plan-walk.js";
import { collectProblems, problem } from "./plan-walk.js";
import type { InstanceValue } from "./resource-values.js";

/** Evaluates a resource instance's preconditions or postconditions; one that fails is an error of the plan. */
export function checkResource(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  which: "preconditions" | "postconditions",
  address: string,
  scope: Scope,
  planned?: { readonly resourceType: Pick<ResourceType, "schema">; readonly value: InstanceValue },
): void {
  const rules = resource.lifecycle[which];
  if (rules.length === 0) return;
  const self = planned?.value.object ?? null;
  const inner =
    planned === undefined
      ? scope
      : withSelf(
          scope,
          self === null
            ? UNKNOWN
            : expressionValue(self, planned.resourceType.schema.block, planned.value.sensitivePaths),
        );
  const results = collectProblems(walk, () => checkConditions(rules, inner)) ?? [];
  const statuses = results.map(({ status }) => status);
  const messages = results.flatMap((result) => (result.status === "fail" ? [result.message] : []));
  for (const result of results) {
    walk.diagnostics.push(...result.problems.map((diagnostic) => ({ address, ...diagnostic })));
    if (result.status === "error") walk.diagnostics.push({ address, ...result.diagnostic });
    else if (result.status === "fail")
      walk.diagnostics.push({
        ...problem(
          "PLAN_CONDITION_FAILED",
          which === "preconditions" ? "Resource precondition failed" : "Resource postcondition failed",
          result.message,
          { address, location: result.rule.location },
        ),
        severity: conditionSeverity(walk),
      });
  }
  const object = noteConditions(walk, resource);
  if (object === undefined) return;
  const earlier = object.instances.find((instance) => instance.address === address);
  const status = worst([...(earlier === undefined ? [] : [earlier.status]), ...statuses]);
  const merged: CheckInstance = {
    address,
    status,
    messages: [...(earlier?.messages ?? []), ...messages],
  };
  if (earlier === undefined) object.instances.push(merged);
  else object.instances.splice(object.instances.indexOf(earlier), 1, merged);
}

/** There is nothing that a failed condition could hold back when nothing is planned. */
export function conditionSeverity(walk: PlanWalk): "error" | "warning" {
  return walk.conditionsWarn ? "warning" : "error";
}

/** Lists a resource with conditions among the checks, even one without instances. */
export function noteConditions(walk: PlanWalk, resource: ResourceConfiguration): CheckedObject | undefined {
  const { preconditions, postconditions } = resource.lifecycle;
  if (preconditions.length + postconditions.length === 0) return undefined;
  const known = walk.checks.get(resource.address);
  if (known !== undefined) return known;
  const object: CheckedObject = {
    kind: "resource",
    display: resource.address,
    members: { mode: resource.mode, name: resource.name, type: resource.type },
    instances: [],
  };
  walk.checks.set(resource.address, object);
  return object;
}

/** The status of several checks as one: an error outweighs a failure, that an unknown. */
export function worst(statuses: readonly CheckInstance["status"][]): CheckInstance["status"] {
  for (const status of ["error", "fail", "unknown"] as const) if (statuses.includes(status)) return status;
  return "pass";
}
