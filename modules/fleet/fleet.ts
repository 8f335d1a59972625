import type { SourceLocation } from "../diagnostics/index.js";
import type { Origin } from "./origin.js";

/** A fleet file (or several) read, merged with its defaults and checked: nothing is left to be filled in. */
export interface Fleet {
  readonly name: string;
  /** The files it was read from, as the user named them, in order. */
  readonly files: readonly string[];
  readonly backend: Backend;
  readonly policy: FleetPolicy;
  /** How the fleet is rolled, as written: the rollout room knows its schema. */
  readonly rollout: { readonly [key: string]: unknown } | null;
  /** In the order of the files. */
  readonly clusters: readonly Cluster[];
  /** Where everything stands in the files; read it through `locate`. */
  readonly origin: FleetOrigin;
}

/** Where Terraform state is kept. Paths are absolute. */
export type Backend =
  | {
      readonly type: "local";
      /** Absolute directory of `terraform.<stack>.tfstate`; null: the directory that synthesis runs in. */
      readonly directory: string | null;
    }
  | {
      readonly type: "s3";
      readonly bucket: string;
      readonly region: string;
      /** Key of a stack's state is `<keyPrefix><stack>.tfstate`. */
      readonly keyPrefix: string;
      readonly useLockfile: boolean;
      readonly dynamodbTable: string | null;
      readonly encrypt: boolean;
      readonly kmsKeyId: string | null;
      readonly assumeRole: AssumeRole | null;
    };

export interface AssumeRole {
  readonly roleArn: string;
  readonly externalId: string | null;
  readonly sessionName: string | null;
}

/** What the fleet file says to the gate: raw, for the policy engine to judge. */
export interface FleetPolicy {
  readonly profile: string | null;
  readonly parameters: PolicyParameters;
  readonly waivers: readonly FleetWaiver[];
}

export interface PolicyParameters {
  readonly [name: string]: PolicyValue;
}

export type PolicyValue =
  | null
  | boolean
  | number
  | string
  | readonly PolicyValue[]
  | { readonly [key: string]: PolicyValue };

export interface FleetWaiver {
  readonly rule: string;
  /** Glob patterns (`*`, `?`); what is absent matches everything. */
  readonly scope: { readonly cluster?: string; readonly nodeGroup?: string; readonly zone?: string };
  readonly owner: string;
  readonly reason: string;
  /** ISO date, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly location: SourceLocation;
}

export interface Cluster {
  readonly name: string;
  readonly region: string;
  /** Twelve digits. */
  readonly account: string;
  readonly assumeRole: AssumeRole | null;
  /** Version constraint of the AWS provider; null: what the stack itself needs. */
  readonly awsProvider: string | null;
  /** Minor version, e.g. `1.33`. */
  readonly kubernetesVersion: string;
  readonly zones: readonly Zone[];
  readonly tags: Strings;
  /** For choosing clusters, e.g. in rollouts; not sent to AWS. */
  readonly labels: Strings;
  readonly policy: { readonly parameters: PolicyParameters };
  readonly nodeGroups: readonly NodeGroup[];
}

export interface Zone {
  readonly name: string;
  readonly subnet: string;
  /** The number that stands for the zone in node group names. */
  readonly index: number;
}

export interface Strings {
  readonly [key: string]: string;
}

/** A node group as the file declares it: one EKS node group per zone, or one over all its zones. */
export interface NodeGroup {
  readonly name: string;
  readonly layout: "per-zone" | "all-zones";
  readonly naming: "fixed" | "prefix";
  readonly capacityType: "ON_DEMAND" | "SPOT";
  readonly instanceTypes: readonly string[];
  readonly ami: Ami;
  readonly userData: UserData | null;
  readonly rootVolume: RootVolume;
  readonly nodeRole: string;
  readonly securityGroups: readonly string[];
  readonly labels: Strings;
  readonly taints: readonly Taint[];
  /** The cluster's tags are not repeated here. */
  readonly tags: Strings;
  readonly scaling: Scaling;
  readonly updateConfig: UpdateConfig | null;
  /** Null with a custom image: its version is the image's. */
  readonly kubernetesVersion: string | null;
  readonly forceUpdate: boolean;
  readonly nodeRepair: NodeRepair | null;
  readonly timeouts: { readonly create?: string; readonly update?: string; readonly delete?: string } | null;
  readonly policy: { readonly parameters: PolicyParameters };
  /** The EKS node groups that it stands for, in zone order. */
  readonly members: readonly NodeGroupMember[];
}

/** One EKS node group with its launch template. */
export interface NodeGroupMember {
  /** Name of node group and launch template; with `naming: prefix` the prefix, which ends with a dash. */
  readonly name: string;
  /** Terraform's resource name: `aws_eks_node_group.<it>` and `aws_launch_template.<it>`. */
  readonly resourceName: string;
  /** Null: the group spans all its zones. */
  readonly zone: string | null;
  readonly subnets: readonly string[];
}

export type Ami =
  | {
      readonly kind: "eks-optimized";
      readonly type: string;
      /** Null: the newest at creation. `latest`: the newest at each plan, from its SSM parameter. */
      readonly releaseVersion: string | null;
    }
  | { readonly kind: "custom"; readonly source: CustomImage };

export type CustomImage =
  | { readonly id: string; readonly ssmParameter?: never }
  | { readonly ssmParameter: string; readonly id?: never };

export type BootstrapKind = "nodeadm" | "bottlerocket" | "bootstrap.sh";

export type UserData =
  | {
      readonly kind: "generated";
      readonly bootstrap: BootstrapKind;
      readonly kubelet: KubeletSettings;
    }
  | {
      readonly kind: "template";
      /** Absolute path. */
      readonly path: string;
      readonly variables: Strings;
      readonly format: "shell" | "mime" | "node-config" | "toml" | "powershell";
    };

export interface KubeletSettings {
  readonly maxPods: number | null;
}

export interface RootVolume {
  readonly deviceName: string;
  readonly sizeGib: number;
  readonly type: "gp3" | "gp2" | "io1" | "io2";
  readonly iops: number | null;
  /** MiB/s; gp3 only. */
  readonly throughput: number | null;
  readonly encrypted: boolean;
  readonly kmsKeyId: string | null;
}

export interface Taint {
  readonly key: string;
  readonly value: string | null;
  /** EKS's spelling. */
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}

/** Numbers of nodes in each EKS node group, that is per zone with `layout: per-zone`. */
export interface Scaling {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
  readonly desiredOwner: "fleet" | "cluster-autoscaler";
}

export type UpdateConfig = { readonly strategy?: "default" | "minimal" } & (
  | { readonly maxUnavailable: number; readonly maxUnavailablePercentage?: never }
  | { readonly maxUnavailablePercentage: number; readonly maxUnavailable?: never }
);

/** EKS's repair of nodes; a limit that is absent is EKS's own. */
export interface NodeRepair {
  readonly enabled: boolean;
  readonly maxParallel?: NodesOrShare;
  readonly maxUnhealthy?: NodesOrShare;
  readonly overrides?: readonly NodeRepairOverride[];
}

export type NodesOrShare =
  | { readonly count: number; readonly percentage?: never }
  | { readonly percentage: number; readonly count?: never };

export interface NodeRepairOverride {
  readonly condition: string;
  readonly reason: string;
  readonly waitMinutes: number;
  readonly action: "Replace" | "Reboot" | "NoAction";
}

/** For every named thing the places that its values may have come from, most specific first. */
export interface FleetOrigin {
  readonly fleet: readonly Origin[];
  readonly clusters: ReadonlyMap<string, ClusterOrigin>;
}

export interface ClusterOrigin {
  readonly cluster: readonly Origin[];
  readonly nodeGroups: ReadonlyMap<string, readonly Origin[]>;
}
