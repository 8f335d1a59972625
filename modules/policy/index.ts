/** Facts from plan, fleet and live objects; the OPA host; waivers; the verdict. */

export { type BoundVerdict, bindVerdict, planDigest } from "./binding/bind-verdict.js";
export { isBoundVerdict, verifyVerdict } from "./binding/verify-verdict.js";
export { extractFacts } from "./facts/extract-facts.js";
export type { Facts } from "./facts/facts-schema.js";
export type { FleetContext, FleetStack, Located, LocatedParameters } from "./fleet-context.js";
export type { GateContext } from "./gate-context.js";
export { readArchive } from "./host/read-archive.js";
export { denies } from "./judge/complete-verdict.js";
export { judge } from "./judge/judge.js";
export type { JudgedPlan, JudgedPlans } from "./judged-plans.js";
export type {
  InstanceTypeFacts,
  LiveCluster,
  LiveFacts,
  LiveNodeGroup,
  LiveSubnet,
} from "./live-facts.js";
export {
  type ParameterOverrides,
  type Parameters,
  type ProfileName,
  profileNames,
} from "./parameters/parameters-schema.js";
export { policiesDirectory } from "./policies-directory.js";
export { factsJsonSchema, parametersJsonSchema } from "./published-schemas.js";
export { type RuleMetadata, ruleMetadataSchema } from "./rules/rule-metadata.js";
export type { UserBundle } from "./user-bundles/user-bundle.js";
export type { Finding, FindingSeverity, NotDecided, Verdict, VerdictCounts, Waiver } from "./verdict.js";
