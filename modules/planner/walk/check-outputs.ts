import {
  type CheckBlock,
  type ConditionResult,
  checkConditions,
  type OutputConfiguration,
} from "../../configuration/index.js";
import { conditionSeverity, worst } from "./check-resource.js";
import {
  type CheckedObject,
  type CheckInstance,
  collectProblems,
  type PlanWalk,
  problem,
} from "./plan-walk.js";

/** Preconditions of outputs, and `check` blocks: the latter only warn. */
export function checkOutputs(walk: PlanWalk): void {
  const { outputs, checks } = walk.configuration;
  if (walk.options.mode === "destroy") {
    for (const [name, { preconditions }] of outputs)
      if (preconditions.length > 0) record(walk, "output_value", `output.${name}`, name, [UNDECIDED]);
    for (const name of checks.keys()) record(walk, "check", `check.${name}`, name, []);
    return;
  }
  // A configuration whose variables do not pass is refused before anything is planned.
  for (const [name, { validations }] of walk.configuration.variables)
    if (validations.length > 0) record(walk, "var", `var.${name}`, name, [{ status: "pass", messages: [] }]);
  for (const [name, output] of outputs) if (output.preconditions.length > 0) checkOutput(walk, name, output);
  for (const [name, check] of checks) checkBlock(walk, name, check);
}

const UNDECIDED: Omit<CheckInstance, "address"> = { status: "unknown", messages: [] };

function checkOutput(walk: PlanWalk, name: string, { preconditions }: OutputConfiguration): void {
  const results = collectProblems(walk, () => checkConditions(preconditions, walk.scope)) ?? [];
  for (const result of results) {
    walk.diagnostics.push(...result.problems);
    if (result.status === "fail")
      walk.diagnostics.push({
        ...problem("PLAN_CONDITION_FAILED", "Module output value precondition failed", result.message, {
          location: result.rule.location,
        }),
        severity: conditionSeverity(walk),
      });
    else if (result.status === "error") walk.diagnostics.push(result.diagnostic);
  }
  record(walk, "output_value", `output.${name}`, name, [outcome(results)]);
}

function checkBlock(walk: PlanWalk, name: string, check: CheckBlock): void {
  const display = `check.${name}`;
  const failure = check.data === null ? undefined : walk.failedData.get(check.data.address);
  if (failure !== undefined) {
    record(walk, "check", display, name, [{ status: "fail", messages: [failure] }]);
    return;
  }
  const results = collectProblems(walk, () => checkConditions(check.assertions, walk.scope)) ?? [];
  for (const result of results) {
    walk.diagnostics.push(...result.problems);
    const at = { location: result.rule.location };
    if (result.status === "error") walk.diagnostics.push(result.diagnostic);
    else if (result.status === "fail")
      walk.diagnostics.push({
        ...problem("PLAN_CHECK_FAILED", "Check block assertion failed", result.message, at),
        severity: "warning",
      });
    else if (result.status === "unknown")
      walk.diagnostics.push({
        ...problem(
          "PLAN_CHECK_UNKNOWN",
          "Check block assertion known after apply",
          "The condition could not be evaluated at this time, a result will be known when this plan is applied.",
          at,
        ),
        severity: "warning",
      });
  }
  record(walk, "check", display, name, [outcome(results)]);
}

function outcome(results: readonly ConditionResult[]): Omit<CheckInstance, "address"> {
  return {
    status: worst(results.map(({ status }) => status)),
    messages: results.flatMap((result) => (result.status === "fail" ? [result.message] : [])),
  };
}

function record(
  walk: PlanWalk,
  kind: CheckedObject["kind"],
  display: string,
  name: string,
  outcomes: readonly Omit<CheckInstance, "address">[],
): void {
  walk.checks.set(display, {
    kind,
    display,
    members: { name },
    instances: outcomes.map((each) => ({ address: display, ...each })),
  });
}
