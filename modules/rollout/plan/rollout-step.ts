import type { JsonObject } from "../../plan/index.js";

/** One thing that is done to one cluster, begun and waited for as a whole. */
export type RolloutStep = ClusterVersionStep | AddonStep | NodeGroupStep | ChangesStep;

interface StepBase {
  /** Unique in the rollout and stable: `<cluster>/<stage>/<what>`. */
  readonly id: string;
  readonly cluster: string;
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  /** Nodes that will be replaced. */
  readonly nodes: number;
  /** Extra nodes while it runs. */
  readonly surge: number;
}

/** The control plane, one minor up. */
export interface ClusterVersionStep extends StepBase {
  readonly kind: "cluster-version";
  readonly from: string;
  readonly to: string;
}

export interface AddonStep extends StepBase {
  readonly kind: "addon";
  readonly addon: string;
  readonly from: string;
  readonly to: string;
  /** The minor that the cluster has by then. */
  readonly clusterVersion: string;
}

/** A version update of a managed node group: a Kubernetes minor, an AMI release, or both. */
export interface NodeGroupStep extends StepBase {
  readonly kind: "node-group";
  readonly nodeGroup: string;
  readonly address: string | null;
  readonly group: string;
  /** Nodes that EKS replaces at once. */
  readonly maxUnavailable: number;
  readonly zone: string | null;
  readonly from: NodeGroupVersion;
  readonly to: NodeGroupVersion;
  /** Sizes when the rollout was planned: other sizes later are worth a word, not a stop. */
  readonly scaling: { readonly min: number; readonly max: number; readonly desired: number };
  /** The minor that the cluster has by then. */
  readonly clusterVersion: string;
}

export interface NodeGroupVersion {
  /** Kubernetes minor. */
  readonly version: string;
  /** Null: the newest of that minor, as EKS chooses. */
  readonly releaseVersion: string | null;
}

/** Whatever a plan wants to change at these addresses. */
export interface ChangesStep extends StepBase {
  readonly kind: "changes";
  readonly addresses: readonly string[];
  /** The one node group among them, where there is one. */
  readonly nodeGroup: string | null;
  readonly zone: string | null;
  /** Digests of the live objects that the plan was made from, by address. */
  readonly fingerprints: JsonObject;
}

/** What a step is about, in a few words: `node group prod-eu-1-0-spot to 1.33`. */
export function describeStep(step: RolloutStep): string {
  switch (step.kind) {
    case "cluster-version":
      return `control plane to ${step.to}`;
    case "addon":
      return `add-on ${step.addon} to ${step.to}`;
    case "node-group":
      return `node group ${step.nodeGroup} to ${step.to.releaseVersion ?? step.to.version}`;
    case "changes":
      return step.nodeGroup === null
        ? `${step.addresses.length} planned changes`
        : `planned changes of node group ${step.nodeGroup}`;
  }
}

/** Whether failure budgets count it. */
export function isGroupStep(step: RolloutStep): boolean {
  return step.kind === "node-group" || (step.kind === "changes" && step.nodeGroup !== null);
}

/** The object that the step works on, as people call it. */
export function stepObject(step: RolloutStep): string {
  switch (step.kind) {
    case "cluster-version":
      return "control plane";
    case "addon":
      return step.addon;
    case "node-group":
      return step.nodeGroup;
    case "changes":
      return step.nodeGroup ?? "stack";
  }
}
