import { FleetwrightError } from "../diagnostics/index.js";
import { type GateContext, type JudgedPlans, verifyVerdict } from "../policy/index.js";
import type { CheckedVerdict } from "./bound-verdict-schema.js";

/**
 * Plans that the policies allow. Only `approve` makes one, and `applyStack` takes nothing else: there is no
 * way to an apply around the gate.
 */
export interface ApprovedPlans {
  readonly planDigest: string;
  readonly stacks: JudgedPlans["stacks"];
}

const approved = new WeakSet<object>();

/**
 * Checks that the verdict stands for exactly these plans, these rules and parameters and this day, and that it
 * allows them. With `allowedStacks` only the stacks that are allowed by themselves are approved. Throws a
 * FleetwrightError: VERDICT_INVALID (judge again), APPLY_DENIED (exit code 3).
 *
 * @param bound what `bindVerdict` gave, or what a plan file holds of it
 */
export async function approve(
  plans: JudgedPlans,
  bound: unknown,
  context: GateContext,
  options: { readonly allowedStacks?: boolean } = {},
): Promise<ApprovedPlans> {
  const reasons = await verifyVerdict(plans, bound, context);
  if (reasons.length > 0) throw invalid(reasons);
  const { boundVerdictSchema } = await import("./bound-verdict-schema.js");
  const parsed = boundVerdictSchema.safeParse(bound);
  if (!parsed.success) throw invalid(["The verdict is not in a form that this version reads."]);
  const { planDigest, verdict } = parsed.data;
  const partly = options.allowedStacks === true;
  const stacks = partly ? allowedStacks(plans, verdict) : plans.stacks;
  if (partly ? Object.keys(stacks).length === 0 : !verdict.allowed) throw denied(verdict);
  const result: ApprovedPlans = Object.freeze({ planDigest, stacks });
  approved.add(result);
  return result;
}

/** Throws a FleetwrightError (APPLY_DENIED) for anything that `approve` did not make. */
export function requireApproval(plans: ApprovedPlans, stack: string): void {
  if (approved.has(plans) && Object.hasOwn(plans.stacks, stack)) return;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "APPLY_DENIED",
      summary: `The plan of ${stack} was not approved`,
      detail: "Only a plan that the policies have judged and allowed can be applied.",
    },
  ]);
}

function allowedStacks(plans: JudgedPlans, verdict: CheckedVerdict["verdict"]): JudgedPlans["stacks"] {
  const entries = Object.entries(plans.stacks).filter(([stack]) => verdict.stacks[stack]?.allowed === true);
  return Object.fromEntries(entries);
}

function invalid(reasons: readonly string[]): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "VERDICT_INVALID",
      summary: "The plan's verdict does not stand",
      detail: `${reasons.join("\n")}\nThe plan has to be judged again before it can be applied.`,
    },
  ]);
}

function denied(verdict: CheckedVerdict["verdict"]): FleetwrightError {
  const findings = verdict.findings.filter(
    ({ severity, standing, waiver }) => severity === "deny" && !standing && waiver === undefined,
  );
  const lines = findings.map(({ address, cluster, message, rule }) => {
    const where = [cluster, address].filter((part) => part !== null).join(" ");
    return where === "" ? `${rule}: ${message}` : `${rule} ${where}: ${message}`;
  });
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "APPLY_DENIED",
      summary: "The policies deny this plan",
      detail: lines.join("\n"),
    },
  ]);
}
