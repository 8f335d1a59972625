/** What the user reads: one file per format. Reports compute nothing; they show. */
export { type RenderDiagnosticsOptions, renderDiagnostics } from "./diagnostics-text/render-diagnostics.js";
export { fleetSummary, hasChanges, renderFleetPlan } from "./fleet-plan-text/render-fleet-plan.js";
export { commentMarker } from "./gate-markdown.js";
export type { GateReport, GateReporter } from "./gate-report.js";
export { type GateFormat, gateReporters } from "./gate-reporters.js";
export { durationText } from "./plan-notes/duration-text.js";
export { renderPlanNotes } from "./plan-notes/render-plan-notes.js";
export { actionCounts, type PlanSummary, planSummary, planSummaryLine } from "./plan-text/plan-summary.js";
export { type RenderPlanOptions, renderPlan } from "./plan-text/render-plan.js";
export type { RenderBlockSchema, RenderSchema, RenderSchemaLookup } from "./plan-text/render-schema.js";
export { wordWrap } from "./plan-text/word-wrap.js";
