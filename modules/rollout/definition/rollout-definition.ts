import type { Calendar } from "../schedule/calendar.js";

/** How a fleet is rolled: the `rollout` section of the fleet file, with its defaults filled in. Times in ms. */
export interface RolloutDefinition {
  readonly waves: readonly WaveDefinition[];
  /** Starts of updates per minute, account and region, over all runners; null: no limit of ours. */
  readonly updatesPerMinute: number | null;
  readonly checks: readonly CheckDefinition[];
  readonly health: HealthDefinition;
}

export interface WaveDefinition {
  readonly name: string;
  readonly clusters: ClusterSelector;
  readonly maxConcurrentClusters: number;
  /** Steps at once on one cluster. */
  readonly maxConcurrentGroups: number;
  readonly zones: "sequential" | "together";
  /** How long to watch after the last cluster, before the next wave. */
  readonly soak: number;
  /** When steps may start; null: at any time. */
  readonly calendar: Calendar | null;
  readonly failureBudget: FailureBudget;
  /** Whether somebody has to say yes before the wave begins. */
  readonly approval: "none" | "before";
}

/** Which clusters a wave takes, of those that no earlier wave has taken. */
export type ClusterSelector =
  | { readonly kind: "all" }
  | {
      readonly kind: "matching";
      /** Glob patterns; any may match. Null: every name. */
      readonly names: readonly string[] | null;
      /** All must hold; a list of values means any of them. */
      readonly labels: { readonly [key: string]: readonly string[] };
    };

/** When a wave stops: as soon as so many of its groups have failed. */
export type FailureBudget = { readonly groups: number } | { readonly share: number };

export interface HealthDefinition {
  /** A pod pending longer than this fails the gate. */
  readonly pendingPods: number;
  /** Glob patterns of the namespaces whose pods count; null: all. */
  readonly pendingPodsIn: readonly string[] | null;
  /** How long nodes may take to be Ready with the target version once EKS has finished. */
  readonly nodesReadyWithin: number;
  readonly kubernetes: KubernetesDefinition;
}

/** Whether, and how, the clusters' Kubernetes APIs are looked at. */
export interface KubernetesDefinition {
  /** `when-reachable`: where it is not, that is said, and EKS's own word counts. `required`: then the step fails. */
  readonly look: "when-reachable" | "required" | "never";
  /** Null: EKS's own endpoint, with the AWS credentials. */
  readonly kubeconfig: string | null;
  /** Of the kubeconfig, with `{cluster}`, `{region}` and `{account}` filled in. */
  readonly context: string;
}

/** A user's own check. `{cluster}`, `{region}`, `{account}`, `{nodeGroup}`, `{zone}`, `{wave}` are filled in. */
export interface CheckDefinition {
  readonly name: string;
  /** After each group, each cluster, or each wave (after its soak). */
  readonly when: "group" | "cluster" | "wave";
  readonly timeout: number;
  /** How often it is tried before it counts as failed. */
  readonly attempts: number;
  readonly run:
    | { readonly kind: "command"; readonly command: readonly string[] }
    | {
        readonly kind: "http";
        readonly url: string;
        readonly method: "GET" | "POST";
        readonly status: number;
      };
}
