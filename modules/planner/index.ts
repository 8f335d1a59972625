/** What is desired against what is live, as Terraform compares them. Pure: same input, same plan. */
export type { ReadRequest, ReadResults } from "./plan-stack-input.js";
