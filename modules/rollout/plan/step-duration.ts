import type { DurationRange } from "./rollout-plan.js";

/** What past rollouts took, to estimate the next by. Seconds; see `learnDurations`. */
export interface LearnedDurations {
  readonly clusterVersion: readonly number[];
  readonly addon: readonly number[];
  /** Per batch of nodes that are replaced together, set-up included. */
  readonly nodeGroupPerBatch: readonly number[];
}

export const nothingLearned: LearnedDurations = { clusterVersion: [], addon: [], nodeGroupPerBatch: [] };

export interface StepDuration extends DurationRange {
  readonly basis: string;
}

export function clusterVersionDuration(learned: LearnedDurations): StepDuration {
  // EKS's guide: several minutes; ten is usual.
  return fromSamples(learned.clusterVersion, 1) ?? { low: 480, high: 900, basis: "usual for EKS" };
}

export function addonDuration(learned: LearnedDurations): StepDuration {
  return fromSamples(learned.addon, 1) ?? { low: 30, high: 180, basis: "usual for EKS" };
}

/**
 * A version update of a group: set-up and scale-up once, then batches of `maxUnavailable` nodes (drain up to
 * 15 minutes, 60 s after cordon, termination), then scale-down node by node.
 */
export function nodeGroupDuration(
  learned: LearnedDurations,
  group: { readonly nodes: number; readonly maxUnavailable: number; readonly surge: number },
): StepDuration {
  const batches = Math.max(1, Math.ceil(group.nodes / Math.max(1, group.maxUnavailable)));
  const sampled = fromSamples(learned.nodeGroupPerBatch, batches);
  if (sampled !== undefined) return sampled;
  if (group.nodes === 0) return { low: 60, high: 180, basis: "no nodes to replace" };
  return {
    low: 180 + batches * 120 + group.surge * 5,
    high: 360 + batches * 420 + group.surge * 20,
    basis: `${batches} batches of at most ${group.maxUnavailable} nodes`,
  };
}

/** From five runs on: the tenth and ninetieth percentile, so that one stuck drain does not spoil it for good. */
function fromSamples(samples: readonly number[], times: number): StepDuration | undefined {
  if (samples.length < 5) return undefined;
  const sorted = [...samples].sort((left, right) => left - right);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return {
    low: Math.round(at(0.1) * times),
    high: Math.round(at(0.9) * times),
    basis: `learned from ${samples.length} updates`,
  };
}
