/** Fleet rollouts: many clusters, in waves, that stop when health degrades and survive their runner. */
export { formatDuration, parseDuration } from "./definition/duration-text.js";
export {
  type LocateInRollout,
  parseRolloutDefinition,
  rolloutJsonSchema,
} from "./definition/parse-rollout-definition.js";
export type {
  CheckDefinition,
  ClusterSelector,
  FailureBudget,
  HealthDefinition,
  KubernetesDefinition,
  RolloutDefinition,
  WaveDefinition,
} from "./definition/rollout-definition.js";
export { type WaveCandidate, waveProblems } from "./definition/wave-problems.js";
export {
  type DistributedEngineOptions,
  openDistributedEngine,
} from "./engine/distributed/distributed-engine.js";
export { runWorker, type WorkerOptions } from "./engine/distributed/run-worker.js";
export { openLocalEngine } from "./engine/local/local-engine.js";
export type {
  RolloutEngine,
  RolloutRecord,
  RolloutSummary,
  RunOptions,
  RunOutcome,
  StartRequest,
} from "./engine/rollout-engine.js";
export type { ClusterFacts, DisruptionFacts, FleetFacts, NodeGroupFacts } from "./plan/fleet-facts.js";
export {
  deniedSteps,
  judgeRollout,
  type StepJudge,
  type StepJudgement,
  stepJudgement,
  stepVerdict,
} from "./plan/judge-rollout.js";
export { learnDurations, type TimedStep } from "./plan/learn-durations.js";
export { type PlanRolloutOptions, planRollout } from "./plan/plan-rollout.js";
export type {
  DurationRange,
  PlannedCluster,
  PlannedStage,
  PlannedStep,
  PlannedWave,
  RolloutPlan,
  RolloutTarget,
  RolloutTotals,
  StepVerdict,
} from "./plan/rollout-plan.js";
export {
  type AddonStep,
  type ChangesStep,
  type ClusterVersionStep,
  describeStep,
  isGroupStep,
  type NodeGroupStep,
  type RolloutStep,
  stepObject,
} from "./plan/rollout-step.js";
export type { LearnedDurations } from "./plan/step-duration.js";
export {
  type ReportedStep,
  type RolloutReport,
  rolloutReport,
} from "./report/rollout-report.js";
export { rolloutReportMarkdown } from "./report/rollout-report-markdown.js";
export { timedSteps } from "./report/timed-steps.js";
export { type Calendar, type CalendarState, calendarAt } from "./schedule/calendar.js";
export { eventLine, eventText } from "./status/event-line.js";
export { planLines } from "./status/plan-lines.js";
export {
  type ClusterStatus,
  type RolloutStatus,
  rolloutStatus,
  type StepFailure,
  type StepStatus,
  type WaveStatus,
} from "./status/rollout-status.js";
export { type FrameLine, type FrameSize, statusFrame } from "./status/status-frame.js";
export { statusLines } from "./status/status-lines.js";
export type { ClusterResult, RolloutResult, StepResult } from "./workflow/results.js";
export type {
  AppliedStep,
  ApplyStepRequest,
  FleetClock,
  FreshPlan,
  KubernetesObservation,
  KubernetesUnseen,
  NodeGroupObservation,
  RolloutActions,
  RunningUpdate,
  StepObservation,
  StepProgress,
} from "./workflow/rollout-actions.js";
export type { ControlCommand } from "./workflow/rollout-control.js";
export type { RolloutEvent } from "./workflow/rollout-event.js";
