import { checkConditions } from "../../configuration/index.js";
import { conditionSeverity, worst } from "./check-resource.js";
import { collectProblems, type PlanWalk, problem } from "./plan-walk.js";

/** Preconditions of outputs, and `check` blocks: the latter only warn. */
export function checkOutputs(walk: PlanWalk): void {
  if (walk.options.mode === "destroy") return;
  for (const [name, output] of walk.configuration.outputs) {
    if (output.preconditions.length === 0) continue;
    const results = collectProblems(walk, () => checkConditions(output.preconditions, walk.scope)) ?? [];
    for (const result of results)
      if (result.status === "fail")
        walk.diagnostics.push({
          ...problem("PLAN_CONDITION_FAILED", "Module output value precondition failed", result.message, {
            location: result.rule.location,
          }),
          severity: conditionSeverity(walk),
        });
      else if (result.status === "error") walk.diagnostics.push(result.diagnostic);
    record(walk, "output_value", `output.${name}`, name, results);
  }
  for (const [name, check] of walk.configuration.checks) {
    const results = collectProblems(walk, () => checkConditions(check.assertions, walk.scope)) ?? [];
    for (const result of results)
      if (result.status === "fail")
        walk.diagnostics.push({
          ...problem("PLAN_CHECK_FAILED", "Check block assertion failed", result.message, {
            location: result.rule.location,
          }),
          severity: "warning",
        });
    record(walk, "check", `check.${name}`, name, results);
  }
}

function record(
  walk: PlanWalk,
  kind: "output_value" | "check",
  display: string,
  name: string,
  results: ReturnType<typeof checkConditions>,
): void {
  walk.checks.set(display, {
    kind,
    display,
    members: { name },
    instances: [
      {
        address: display,
        status: worst(results.map(({ status }) => status)),
        messages: results.flatMap((result) => (result.status === "fail" ? [result.message] : [])),
      },
    ],
  });
}
