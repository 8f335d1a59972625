/** What an apply asks the plan again while it is carried out; the planner says it. */
export type { ApplyEvaluation, EvaluatedInstance, PriorObject } from "../planner/index.js";
