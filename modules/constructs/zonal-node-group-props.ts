/** One EKS node group with its launch template. */
export interface ZonalNodeGroupMember {
  /** Terraform's name of both resources: unique in the stack, and best kept for ever. */
  readonly key: string;
  /** Name of node group and launch template; with `naming: "prefix"` the prefix, with its dash. */
  readonly name: string;
  readonly subnetIds: readonly string[];
  /** Undefined: the member spans several zones. */
  readonly zone?: string;
}

export interface ZonalNodeGroupProps {
  readonly clusterName: string;
  readonly members: readonly ZonalNodeGroupMember[];
  /** Default `fixed`. */
  readonly naming?: "fixed" | "prefix";
  readonly nodeRoleArn: string;
  /** Default `ON_DEMAND`. */
  readonly capacityType?: "ON_DEMAND" | "SPOT";
  readonly instanceTypes: readonly string[];
  readonly image: NodeGroupImage;
  /** The base64-encoded user data of a member, e.g. from `NodeUserData`. */
  readonly userData?: (member: ZonalNodeGroupMember) => string | undefined;
  readonly rootVolume: NodeGroupVolume;
  readonly securityGroupIds?: readonly string[];
  readonly labels?: { readonly [key: string]: string };
  readonly taints?: readonly NodeGroupTaint[];
  /** Tags of node groups, launch templates, instances and volumes. */
  readonly tags?: { readonly [key: string]: string };
  /** Tags of instances and volumes only, which a provider's `default_tags` do not reach. */
  readonly instanceTags?: { readonly [key: string]: string };
  readonly scaling: { readonly min: number; readonly max: number; readonly desired: number };
  /** Leave `desired` to the cluster-autoscaler once the group exists. */
  readonly ignoreDesiredSize?: boolean;
  /** A `strategy` needs release 6.26 of the provider. */
  readonly updateConfig?: { readonly strategy?: "default" | "minimal" } & (
    | { readonly maxUnavailable: number }
    | { readonly maxUnavailablePercentage: number }
  );
  readonly forceUpdateVersion?: boolean;
  readonly nodeRepair?: NodeGroupRepair;
  readonly timeouts?: { readonly create?: string; readonly update?: string; readonly delete?: string };
}

export type NodeGroupImage =
  | {
      readonly kind: "eks-optimized";
      readonly amiType: string;
      readonly version?: string;
      readonly releaseVersion?: string;
    }
  | { readonly kind: "custom"; readonly imageId: string };

export interface NodeGroupVolume {
  readonly deviceName: string;
  readonly sizeGib: number;
  /** Default gp3. */
  readonly type?: string;
  readonly iops?: number;
  /** MiB/s. */
  readonly throughput?: number;
  /** Default true. */
  readonly encrypted?: boolean;
  readonly kmsKeyId?: string;
}

/** EKS's repair of nodes. Anything but `enabled` needs release 6.20 of the provider. */
export interface NodeGroupRepair {
  readonly enabled: boolean;
  readonly maxParallel?: NodesOrShare;
  readonly maxUnhealthy?: NodesOrShare;
  readonly overrides?: readonly {
    readonly condition: string;
    readonly reason: string;
    readonly waitMinutes: number;
    readonly action: "Replace" | "Reboot" | "NoAction";
  }[];
}

export type NodesOrShare = { readonly count: number } | { readonly percentage: number };

export interface NodeGroupTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: "NO_SCHEDULE" | "NO_EXECUTE" | "PREFER_NO_SCHEDULE";
}
