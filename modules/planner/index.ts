/** What is desired against what is live, as Terraform compares them. Pure: same input, same plan. */

export {
  type ApplyEvaluation,
  createApplyEvaluation,
  type EvaluatedInstance,
  type PriorObject,
} from "./apply-evaluation.js";
export { evaluateProviders } from "./evaluate/evaluate-providers.js";
export { type PlanStackResult, planStack } from "./plan-stack.js";
export type {
  PlanOptions,
  PlanStackInput,
  ReadRequest,
  ReadResult,
  ReadResults,
} from "./plan-stack-input.js";
export type { EvaluatedProvider } from "./walk/plan-walk.js";
