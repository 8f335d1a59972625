import type { LearnedDurations } from "./step-duration.js";

/** One update that went through, as a rollout's history tells it. */
export interface TimedStep {
  readonly kind: "cluster-version" | "addon" | "node-group" | "changes";
  readonly seconds: number;
  readonly nodes: number;
  readonly maxUnavailable: number;
}

/** The newest of each kind are enough; old ones speak of other AMIs and other sizes. */
const newest = 200;

/** What finished updates teach of the next ones; the newest come last. */
export function learnDurations(steps: readonly TimedStep[]): LearnedDurations {
  const secondsOf = (kind: TimedStep["kind"]): readonly number[] =>
    steps
      .filter((step) => step.kind === kind)
      .map(({ seconds }) => seconds)
      .slice(-newest);
  return {
    clusterVersion: secondsOf("cluster-version"),
    addon: secondsOf("addon"),
    nodeGroupPerBatch: steps
      .filter(({ kind, nodes }) => kind === "node-group" && nodes > 0)
      .map(({ seconds, nodes, maxUnavailable }) => seconds / Math.ceil(nodes / Math.max(1, maxUnavailable)))
      .slice(-newest),
  };
}
