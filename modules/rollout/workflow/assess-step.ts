import type { Diagnostic } from "../../diagnostics/index.js";
import { compareReleases } from "../plan/compare-releases.js";
import { minorOf } from "../plan/kubernetes-minor.js";
import {
  type AddonStep,
  type ChangesStep,
  type ClusterVersionStep,
  describeStep,
  type NodeGroupStep,
  type NodeGroupVersion,
  type RolloutStep,
} from "../plan/rollout-step.js";
import type { NodeGroupObservation, StepObservation } from "./rollout-actions.js";

/** What is live, against what the rollout was planned from. `drift`: differences that somebody else has made. */
export type Assessment = { readonly drift: readonly string[] } & (
  | { readonly kind: "do"; readonly attaches: boolean }
  | { readonly kind: "done"; readonly reason: string }
  /** Somebody else's update runs: EKS takes no second one. */
  | { readonly kind: "busy" }
  | { readonly kind: "stop"; readonly diagnostic: Diagnostic }
);

/** Whether a step still has to be done, given what is live. Pure. */
export function assessStep(step: RolloutStep, observation: StepObservation): Assessment {
  if (observation.cluster === null) {
    return gone(step, `cluster ${step.cluster} does not exist any more`);
  }
  switch (step.kind) {
    case "cluster-version":
      return assessClusterVersion(step, observation.cluster.version, observation);
    case "addon":
      return assessAddon(step, observation);
    case "node-group":
      return assessNodeGroup(step, observation.cluster.version, observation);
    case "changes":
      return assessChanges(step, observation);
  }
}

function assessClusterVersion(
  step: ClusterVersionStep,
  live: string,
  observation: StepObservation,
): Assessment {
  const minor = minorOf(live) ?? 0;
  const to = minorOf(step.to) ?? 0;
  if (minor >= to) {
    const drift = minor > to ? [`the control plane is on ${live} already`] : [];
    return { kind: "done", reason: `the control plane is on ${live}`, drift };
  }
  if (minor < to - 1) {
    return gone(step, `the control plane is on ${live}, which is more than one minor before ${step.to}`);
  }
  const update = observation.runningUpdate;
  if (update === null) return { kind: "do", attaches: false, drift: [] };
  const ours = update.type === "VersionUpdate" && (update.version === null || update.version === step.to);
  return ours ? { kind: "do", attaches: true, drift: [] } : { kind: "busy", drift: [] };
}

function assessAddon(step: AddonStep, { addon, runningUpdate }: StepObservation): Assessment {
  if (addon === null) {
    return {
      kind: "done",
      reason: `add-on ${step.addon} is not installed any more`,
      drift: [`add-on ${step.addon} was removed`],
    };
  }
  const drift =
    addon.version === step.from || addon.version === step.to
      ? []
      : [`add-on ${step.addon} is ${addon.version}, not ${step.from}`];
  if (runningUpdate !== null) return { kind: "do", attaches: true, drift };
  if (addon.version === step.to) return { kind: "done", reason: `it is ${step.to}`, drift };
  return { kind: "do", attaches: false, drift };
}

function assessNodeGroup(
  step: NodeGroupStep,
  clusterVersion: string,
  observation: StepObservation,
): Assessment {
  const live = observation.nodeGroup;
  if (live === null) return gone(step, `node group ${step.nodeGroup} does not exist any more`);
  const drift = nodeGroupDrift(step, clusterVersion, live);
  const cluster = minorOf(clusterVersion) ?? 0;
  const to = minorOf(step.to.version) ?? 0;
  if (cluster < to) {
    return gone(step, `the control plane is on ${clusterVersion}, older than the group is to become`);
  }
  const update = observation.runningUpdate;
  if (update !== null) {
    const ours =
      update.type === "VersionUpdate" &&
      (update.version === null || minorOf(update.version) === to) &&
      (update.releaseVersion === null ||
        step.to.releaseVersion === null ||
        update.releaseVersion === step.to.releaseVersion);
    return ours ? { kind: "do", attaches: true, drift } : { kind: "busy", drift };
  }
  const reached = hasReached(live, step.to);
  if (reached !== null) return { kind: "done", reason: reached, drift };
  return { kind: "do", attaches: false, drift };
}

/** How the group is at, or past, the version it should get; null: it is not. */
export function hasReached(live: NodeGroupObservation, to: NodeGroupVersion): string | null {
  const minor = minorOf(live.version) ?? 0;
  const target = minorOf(to.version) ?? 0;
  const name = live.releaseVersion ?? live.version ?? "unknown";
  if (minor > target) return `it is on ${name}, newer than ${to.releaseVersion ?? to.version}`;
  if (minor < target) return null;
  if (to.releaseVersion === null || live.releaseVersion === to.releaseVersion) return `it is on ${name}`;
  if (live.releaseVersion !== null && compareReleases(live.releaseVersion, to.releaseVersion) > 0) {
    return `it is on ${name}, newer than ${to.releaseVersion}`;
  }
  return null;
}

function nodeGroupDrift(step: NodeGroupStep, clusterVersion: string, live: NodeGroupObservation): string[] {
  const drift: string[] = [];
  if (minorOf(clusterVersion) !== minorOf(step.clusterVersion)) {
    drift.push(`the control plane is on ${clusterVersion}, not ${step.clusterVersion}`);
  }
  const atStart = sameVersion(live, step.from);
  if (!atStart && !sameVersion(live, step.to)) {
    drift.push(
      `the group is on ${live.releaseVersion ?? live.version}, not ${step.from.releaseVersion ?? step.from.version}`,
    );
  }
  for (const size of ["min", "max", "desired"] as const) {
    if (live.scaling[size] !== step.scaling[size]) {
      drift.push(`${size} size is ${live.scaling[size]}, not ${step.scaling[size]}`);
    }
  }
  return drift;
}

function sameVersion(live: NodeGroupObservation, version: NodeGroupVersion): boolean {
  return (
    minorOf(live.version) === minorOf(version.version) &&
    (version.releaseVersion === null || version.releaseVersion === live.releaseVersion)
  );
}

function assessChanges(step: ChangesStep, { fingerprints, runningUpdate }: StepObservation): Assessment {
  const drift = Object.entries(fingerprints)
    .filter(
      ([address, now]) => step.fingerprints[address] !== undefined && step.fingerprints[address] !== now,
    )
    .map(([address]) => `${address} is not as it was when the rollout was planned`);
  // What this step had begun before a crash its apply finds by its journal; prepared is it only before.
  if (runningUpdate !== null) return { kind: "busy", drift };
  return { kind: "do", attaches: false, drift };
}

function gone(step: RolloutStep, what: string): Assessment {
  return {
    kind: "stop",
    drift: [what],
    diagnostic: {
      severity: "error",
      code: "ROLLOUT_DRIFT",
      summary: `${step.cluster}: ${describeStep(step)} cannot be done: ${what}`,
      detail:
        "Somebody has changed the cluster since the rollout was planned. Abort this rollout and plan another, or put the cluster back and say `rollout resume`.",
      address: step.cluster,
    },
  };
}
