/**
 * Facts from plan, fleet and live objects; the OPA host; waivers; the verdict. What needs the engine, schemas
 * or YAML is loaded when a function first needs it.
 */
import type { PolicyTestReport } from "./examples/test-policies.js";
import type { Facts } from "./facts/facts-schema.js";
import type { GateContext } from "./gate-context.js";
import type { JudgedPlans } from "./judged-plans.js";
import type { LiveFacts } from "./live-facts.js";
import type { Locator } from "./locations/configuration-locator.js";
import type { ReadPlanOptions } from "./reading/read-plan-documents.js";
import type { RuleExplanation } from "./rules/explain-rule.js";
import type { RuleMetadata } from "./rules/rule-metadata.js";
import type { UserBundle } from "./user-bundles/user-bundle.js";
import type { Verdict } from "./verdict.js";

export { type BoundVerdict, bindVerdict, planDigest } from "./binding/bind-verdict.js";
export type { Example } from "./examples/example.js";
export type { PolicyTestReport, PolicyTestResult } from "./examples/test-policies.js";
export type { Facts } from "./facts/facts-schema.js";
export {
  type ClusterQuestions,
  type LiveQuestions,
  type LiveSubject,
  liveQuestions,
} from "./facts/live-questions.js";
export { resourcePlaces } from "./facts/plan-objects.js";
export type { FleetContext, FleetStack, Located, LocatedParameters } from "./fleet-context.js";
export { fleetContext } from "./fleet-context-of.js";
export type { GateContext } from "./gate-context.js";
export { denies } from "./judge/denies.js";
export type { JudgedPlan, JudgedPlans } from "./judged-plans.js";
export type {
  InstanceTypeFacts,
  LiveCluster,
  LiveFacts,
  LiveNodeGroup,
  LiveSubnet,
} from "./live-facts.js";
export type { Locator } from "./locations/configuration-locator.js";
export type { ParameterOverrides, Parameters, ProfileName } from "./parameters/parameters-schema.js";
export { policiesDirectory } from "./policies-directory.js";
export type { ReadPlanOptions } from "./reading/read-plan-documents.js";
export type { RuleExplanation } from "./rules/explain-rule.js";
export type { RuleMetadata } from "./rules/rule-metadata.js";
export type { UserBundle } from "./user-bundles/user-bundle.js";
export type { Finding, FindingSeverity, NotDecided, Verdict, VerdictCounts, Waiver } from "./verdict.js";

/**
 * Judges plans, the fleet's own or any that `terraform show -json` wrote, by all rules. A policy that fails
 * is a finding that denies, never an exception; a FleetwrightError is thrown only for input that cannot be
 * judged: no plan, an unknown parameter, a date that is none. The same input gives the same verdict.
 */
export async function judge(plans: JudgedPlans, context: GateContext): Promise<Verdict> {
  return (await import("./judge/judge.js")).judge(plans, context);
}

/** The document that the rules see of these plans; for writing rules and for looking into a verdict. */
export async function policyFacts(plans: JudgedPlans, context: GateContext): Promise<Facts> {
  return (await import("./judge/judge.js")).policyFacts(plans, context);
}

/**
 * Whether a bound verdict still stands for these plans and this day. Returns the reasons why not, as
 * sentences; none means that it stands. With any reason, judge again.
 */
export async function verifyVerdict(
  plans: JudgedPlans,
  bound: unknown,
  context: GateContext,
): Promise<readonly string[]> {
  return (await import("./binding/verify-verdict.js")).verifyVerdict(plans, bound, context);
}

/** The verdict of a bound one that was read from outside; null when it is not in a form that this version reads. */
export async function savedVerdict(bound: unknown): Promise<Verdict | null> {
  const { isBoundVerdict } = await import("./binding/verify-verdict.js");
  return isBoundVerdict(bound) ? bound.verdict : null;
}

/**
 * Reads plans from files: our plan files, what `show -json` printed, and any `terraform show -json` output;
 * `-` is standard input. Throws a FleetwrightError that says of every file what is wrong with it.
 */
export async function readPlanDocuments(
  paths: readonly string[],
  options?: ReadPlanOptions,
): Promise<JudgedPlans> {
  return (await import("./reading/read-plan-documents.js")).readPlanDocuments(paths, options);
}

/**
 * Leads findings to lines of Terraform JSON, for plans that come from no fleet file: give it to `judge` as
 * `locate`. Stacks' folders are relative to `project`.
 */
export async function configurationLocator(
  plans: JudgedPlans,
  project: string,
  directories?: { readonly [stack: string]: string },
): Promise<Locator> {
  return (await import("./locations/configuration-locator.js")).configurationLocator(
    plans,
    project,
    directories,
  );
}

/**
 * Reads live facts that were written down, in a plan file or by a program of the user's own
 * (`policies/schema/live-facts.json`). Throws `POLICY_INVALID_LIVE_FACTS`; `source` names them there.
 */
export async function readLiveFacts(value: unknown, source: string): Promise<LiveFacts> {
  return (await import("./reading/read-live-facts.js")).readLiveFacts(value, source);
}

/** Reads a policy bundle of the user's own, as `opa build -t wasm` wrote it. */
export async function readUserBundle(path: string): Promise<UserBundle> {
  return (await import("./user-bundles/read-user-bundle.js")).readUserBundle(path);
}

/** All rules in the order of their ids: those of the bundle, and what the gate itself reports. */
export async function listRules(): Promise<readonly RuleMetadata[]> {
  return (await import("./rules/list-rules.js")).listRules();
}

/** Why a rule is there, what to do, and examples. Throws `POLICY_UNKNOWN_RULE` with the nearest id. */
export async function explainRule(id: string): Promise<RuleExplanation> {
  return (await import("./rules/explain-rule.js")).explainRule(id);
}

/** Runs every example of every rule through the compiled bundle, and those of the user's own files. */
export async function testPolicies(files: readonly string[] = []): Promise<PolicyTestReport> {
  return (await import("./examples/test-policies.js")).testPolicies(files);
}
