/** What the user reads: one file per format. Reports compute nothing; they show. */
export { type RenderDiagnosticsOptions, renderDiagnostics } from "./diagnostics-text/render-diagnostics.js";
export { actionCounts, type PlanSummary, planSummary, planSummaryLine } from "./plan-text/plan-summary.js";
export { type RenderPlanOptions, renderPlan } from "./plan-text/render-plan.js";
export type { RenderBlockSchema, RenderSchema, RenderSchemaLookup } from "./plan-text/render-schema.js";
