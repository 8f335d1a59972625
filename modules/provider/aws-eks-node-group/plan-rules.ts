import type { PlanResourceChangeRequest, PlanResourceChangeResponse } from "../provider-definition.js";
import { planResourceChange } from "../sdk/plan-resource-change.js";
import { planTagsAll } from "../sdk/tags-all.js";
import { nodeGroupSchema } from "./schema.js";

/** A node group's plan has no rules of its own beyond its schema's and the provider's for tags. */
export function planNodeGroup(request: PlanResourceChangeRequest): PlanResourceChangeResponse {
  return planResourceChange({ schema: nodeGroupSchema, customizeDiff: planTagsAll }, request);
}
