import type { HealthIssue, Place, Tags } from "./place.js";

export type * from "./cluster-part-records.js";
export type * from "./identity-records.js";
export type * from "./kubernetes-records.js";
export type { HealthIssue, Place, Tags } from "./place.js";

export type ClusterStatus = "CREATING" | "ACTIVE" | "DELETING" | "FAILED" | "UPDATING" | "PENDING";

export interface ClusterRecord extends Place {
  readonly name: string;
  readonly createdAt: number;
  readonly version: string;
  readonly platformVersion: string;
  readonly roleArn: string;
  readonly status: ClusterStatus;
  readonly oidcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly clusterSecurityGroupId: string;
  readonly vpcId: string;
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
  readonly serviceIpv4Cidr: string;
  readonly ipFamily: "ipv4" | "ipv6";
  readonly enabledLogTypes: readonly string[];
  readonly authenticationMode: string;
  readonly supportType: string;
  readonly deletionProtection: boolean;
  readonly zonalShift?: boolean;
  /** Members that are kept as they were given: compute, storage, encryption, remote network, scaling tier. */
  readonly extra: Readonly<Record<string, unknown>>;
  readonly clientRequestToken?: string;
  /** Members that a lax sandbox shows exactly as they were given. */
  readonly asGiven?: Readonly<Record<string, unknown>>;
  readonly tags: Tags;
  readonly issues: readonly HealthIssue[];
}

export type NodegroupStatus =
  | "CREATING"
  | "ACTIVE"
  | "UPDATING"
  | "DELETING"
  | "CREATE_FAILED"
  | "DELETE_FAILED"
  | "DEGRADED";

export interface ScalingConfig {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

export interface Taint {
  readonly key: string;
  readonly value?: string | undefined;
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}

export interface LaunchTemplateReference {
  readonly id: string;
  readonly name: string;
  readonly version: number;
}

export interface UpdateConfig {
  readonly maxUnavailable?: number | undefined;
  readonly maxUnavailablePercentage?: number | undefined;
  readonly updateStrategy?: "DEFAULT" | "MINIMAL" | undefined;
}

export interface NodegroupRecord extends Place {
  readonly cluster: string;
  readonly name: string;
  readonly uuid: string;
  readonly version: string;
  /** The AMI release; the image id where the launch template brings its own image. */
  readonly releaseVersion: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly status: NodegroupStatus;
  readonly capacityType: string;
  readonly scaling: ScalingConfig;
  readonly instanceTypes?: readonly string[];
  readonly subnets: readonly string[];
  readonly remoteAccess?: {
    readonly ec2SshKey?: string | undefined;
    readonly sourceSecurityGroups?: readonly string[] | undefined;
  };
  readonly remoteAccessSecurityGroup?: string;
  readonly amiType: string;
  readonly nodeRole: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly asgName: string;
  readonly diskSize?: number;
  readonly issues: readonly HealthIssue[];
  readonly updateConfig: UpdateConfig;
  readonly nodeRepairConfig?: Readonly<Record<string, unknown>>;
  readonly warmPoolConfig?: Readonly<Record<string, unknown>>;
  readonly launchTemplate?: LaunchTemplateReference;
  readonly tags: Tags;
  /** Members that a lax sandbox shows exactly as they were given. */
  readonly asGiven?: Readonly<Record<string, unknown>>;
  /** The update that runs now, if any. */
  readonly activeUpdate?: string;
}

export type UpdateStatus = "InProgress" | "Failed" | "Cancelled" | "Successful";

export interface UpdateError {
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly resourceIds: readonly string[];
}

export interface UpdateRecord extends Place {
  readonly id: string;
  readonly cluster: string;
  readonly nodegroup?: string;
  readonly addon?: string;
  readonly status: UpdateStatus;
  readonly type: string;
  readonly params: readonly { readonly type: string; readonly value: string }[];
  readonly createdAt: number;
  readonly errors: readonly UpdateError[];
}

/** How far a rolling update has come: what stands between two of its steps. */
export interface RolloutRecord extends Place {
  readonly updateId: string;
  readonly cluster: string;
  readonly nodegroup: string;
  readonly phase: "setup" | "scale-up" | "drain" | "terminate" | "scale-down";
  readonly strategy: "DEFAULT" | "MINIMAL";
  readonly force: boolean;
  readonly parallelism: number;
  readonly surge: number;
  readonly target: {
    readonly version: string;
    readonly releaseVersion: string;
    readonly amiType: string;
    readonly launchTemplate?: LaunchTemplateReference;
  };
  readonly image: NodeImage;
  readonly before: {
    readonly maxSize: number;
    readonly desired: number;
    readonly launchTemplate: LaunchTemplateReference;
    readonly image: NodeImage;
  };
  /** What the Auto Scaling group's desired capacity should be if nobody else touched it. */
  readonly expectedDesired: number;
  /** The instances that still run the old release. */
  readonly old: readonly string[];
  /** Those being drained or terminated now. */
  readonly batch: readonly string[];
  readonly drainStartedAt?: number;
  readonly replaced: number;
}

export interface LaunchTemplateRecord extends Place {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly defaultVersion: number;
  readonly latestVersion: number;
  readonly tags: Tags;
}

/** A value of a launch template, in the names of EC2's answers. */
export type TemplateValue =
  | string
  | number
  | boolean
  | readonly TemplateValue[]
  | { readonly [name: string]: TemplateValue };
export type TemplateData = { readonly [name: string]: TemplateValue };

export interface LaunchTemplateVersionRecord {
  readonly templateId: string;
  readonly version: number;
  readonly description?: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly data: TemplateData;
}

export interface VpcRecord extends Place {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tags: Tags;
}

export interface SubnetRecord extends Place {
  readonly id: string;
  readonly vpcId: string;
  readonly cidr: string;
  readonly zone: string;
  readonly public: boolean;
  /** Addresses that something other than our instances holds. */
  readonly usedAddresses: number;
  readonly tags: Tags;
}

export interface SecurityGroupRecord extends Place {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly vpcId: string;
  readonly tags: Tags;
}

export interface KeyPairRecord extends Place {
  readonly id: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly createdAt: number;
  readonly tags: Tags;
}

export interface PlacementGroupRecord extends Place {
  readonly id: string;
  readonly name: string;
  readonly strategy: string;
  readonly partitions: number;
  readonly tags: Tags;
}

export interface ImageRecord extends Place {
  readonly id: string;
  readonly name: string;
  readonly architecture: "x86_64" | "arm64";
  readonly createdAt: number;
  readonly owner: string;
  readonly platform?: "windows";
}

export interface AsgRecord extends Place {
  readonly name: string;
  readonly uuid: string;
  readonly createdAt: number;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desired: number;
  readonly subnets: readonly string[];
  readonly launchTemplate: LaunchTemplateReference;
  readonly instanceTypes: readonly string[];
  readonly spot: boolean;
  readonly image: NodeImage;
  readonly tags: Tags;
  readonly suspended: readonly string[];
  readonly nodegroup?: { readonly cluster: string; readonly name: string };
  readonly deleting?: boolean;
}

export type InstanceState = "pending" | "running" | "shutting-down" | "terminated";

export interface InstanceRecord extends Place {
  readonly id: string;
  readonly asg: string;
  readonly type: string;
  readonly subnetId: string;
  readonly zone: string;
  readonly imageId: string;
  readonly state: InstanceState;
  readonly launchedAt: number;
  readonly privateIp: string;
  readonly templateVersion: number;
  readonly kubernetesVersion: string;
  readonly releaseVersion: string;
  readonly spot: boolean;
  /** Whether its Kubernetes node has become Ready. */
  readonly ready: boolean;
  readonly cordoned?: boolean;
  readonly excludedFromLoadBalancers?: boolean;
  readonly protected?: boolean;
  /** Tags of its own; those of a group's instances follow from the group. */
  readonly tags?: Tags;
  /** Since when its node has been made not ready on purpose. */
  readonly unhealthySince?: number;
  readonly trouble?: { readonly condition: string; readonly reason: string };
  /** What somebody changed on its Kubernetes node by hand. */
  readonly node?: {
    readonly labels?: Readonly<Record<string, string | null>>;
    readonly annotations?: Readonly<Record<string, string | null>>;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  };
}

/** What the nodes of an Auto Scaling group are made from. */
export interface NodeImage {
  readonly imageId: string;
  readonly kubernetesVersion: string;
  readonly releaseVersion: string;
}

/** Something that a node group was told to suffer at its next create, update or delete. */
export interface TroubleRecord extends Place {
  readonly id: string;
  readonly cluster: string;
  readonly nodegroup: string;
  readonly during: "create" | "version-update" | "config-update" | "delete";
  readonly code: string;
  readonly message?: string | undefined;
  readonly resourceIds?: readonly string[] | undefined;
  /** In a version update: strike once so many nodes have been replaced. */
  readonly afterNodes?: number | undefined;
  /** Leave the group DEGRADED with this as its health issue. */
  readonly degraded?: boolean | undefined;
  /** Stay for later operations too. */
  readonly lasting?: boolean | undefined;
}

/** Instances that EC2 cannot give: every member that is given must fit. */
export interface ShortageRecord extends Place {
  readonly id: string;
  readonly cluster?: string | undefined;
  readonly nodegroup?: string | undefined;
  /** Whole names or last letters. */
  readonly zones?: readonly string[] | undefined;
  readonly instanceTypes?: readonly string[] | undefined;
  readonly capacityType?: "SPOT" | "ON_DEMAND" | undefined;
}

/** Releases of the Linux AMI families that a seed gives for a Kubernetes minor, oldest first. */
export interface PinnedReleasesRecord {
  readonly minor: string;
  readonly releases: readonly string[];
}

export interface ActivityRecord extends Place {
  readonly id: string;
  readonly asg: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly status: "InProgress" | "Successful" | "Failed" | "Cancelled";
  readonly statusMessage?: string;
}

export interface ParameterRecord extends Place {
  readonly name: string;
  readonly type: "String" | "StringList" | "SecureString";
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: number;
}

/** The answer to a call that carried an idempotency token, kept with what was asked. */
export interface TokenRecord extends Place {
  readonly operation: string;
  readonly token: string;
  readonly request: string;
  /** The key of what the call made; its present state is what a repeated call is answered with. */
  readonly result: string;
}
