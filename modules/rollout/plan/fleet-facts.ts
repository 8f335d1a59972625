import type { JsonObject, StackPlan } from "../../plan/index.js";

/** What is live in the fleet, as far as a rollout is planned from it. */
export interface FleetFacts {
  readonly clusters: readonly ClusterFacts[];
  /** The newest AMI release by AMI type and Kubernetes minor, e.g. `AL2023_x86_64_STANDARD` → `1.33` → release. */
  readonly releases: { readonly [amiType: string]: { readonly [minor: string]: string } };
  /** The version of an add-on that belongs to a Kubernetes minor: add-on, then minor. */
  readonly addonVersions: { readonly [addon: string]: { readonly [minor: string]: string } };
}

export interface ClusterFacts {
  readonly name: string;
  /** The stack that its plans are in; the cluster's name where there is none. */
  readonly stack: string;
  readonly labels: { readonly [key: string]: string };
  readonly region: string;
  readonly account: string;
  /** Kubernetes minor, e.g. `1.31`. */
  readonly version: string;
  readonly addons: readonly { readonly name: string; readonly version: string }[];
  /** Minors that each version of its add-ons works with: add-on, then version. Absent: not looked up. */
  readonly addonCompatibility?: AddonCompatibility;
  readonly nodeGroups: readonly NodeGroupFacts[];
  /** Zones of node groups that are only planned, by resource address. */
  readonly plannedZones?: { readonly [address: string]: string };
  /** Absent: nobody was to look. */
  readonly disruptions?: DisruptionFacts;
  /** The cluster's plan, where planned changes are rolled. */
  readonly plan: StackPlan | null;
}

export type AddonCompatibility = {
  readonly [addon: string]: { readonly [version: string]: readonly string[] };
};

/** A cluster's disruption budgets, as its Kubernetes API gives them. */
export type DisruptionFacts =
  | {
      readonly seen: true;
      readonly budgets: readonly BudgetFacts[];
      /** By node group: budgets that would hold its pods now. */
      readonly blocking: { readonly [nodeGroup: string]: readonly BlockingBudgetFacts[] };
    }
  | { readonly seen: false; readonly reason: string };

export interface BudgetFacts {
  readonly namespace: string;
  readonly name: string;
  readonly disruptionsAllowed: number;
}

export interface BlockingBudgetFacts {
  readonly namespace: string;
  readonly name: string;
  readonly why: "no-disruption-allowed" | "several-budgets";
  readonly pods: readonly string[];
}

export interface NodeGroupFacts {
  /** EKS's name. */
  readonly name: string;
  /** Resource address in the cluster's stack; null where no stack manages it. */
  readonly address: string | null;
  /** The group's name in the fleet file; EKS's name where it is not from one. */
  readonly group: string;
  /** Null: over several zones. */
  readonly zone: string | null;
  readonly zoneCount: number;
  readonly amiType: string;
  /** Null: EKS does not say, as with a custom image. */
  readonly version: string | null;
  readonly releaseVersion: string | null;
  readonly scaling: { readonly min: number; readonly max: number; readonly desired: number };
  readonly updateConfig: {
    readonly maxUnavailable: number | null;
    readonly maxUnavailablePercentage: number | null;
  };
  /** The live object in the provider's shape, where it was read; the policies see more with it. */
  readonly attributes: JsonObject | null;
}
