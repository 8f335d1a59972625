/**
 * What is live, as far as the caller has looked: every part is optional, and a rule that needs a part that
 * is missing says that it could not be decided. Clusters are named `region/name`, or by name alone.
 */
export interface LiveFacts {
  readonly clusters?: { readonly [cluster: string]: LiveCluster };
  readonly subnets?: { readonly [subnetId: string]: LiveSubnet };
  readonly launchTemplates?: { readonly [templateId: string]: { readonly versions: number } };
  /** Instance types that the built-in table lacks, from DescribeInstanceTypes. */
  readonly instanceTypes?: { readonly [instanceType: string]: InstanceTypeFacts };
}

export interface LiveCluster {
  /** Kubernetes minor version, e.g. `1.33`. */
  readonly version?: string;
  /** EKS's status, e.g. `ACTIVE`, `UPDATING`. */
  readonly status?: string;
  /** Names of all managed node groups on the cluster, those that no plan speaks of included. */
  readonly nodeGroupNames?: readonly string[];
  /** What is known of single node groups; where `nodeGroupNames` is missing, these are taken for all. */
  readonly nodeGroups?: { readonly [name: string]: LiveNodeGroup };
  /** Minors that each version of an add-on supports, from DescribeAddonVersions: name, then version. */
  readonly addonCompatibility?: {
    readonly [addon: string]: { readonly [version: string]: readonly string[] };
  };
  /** The add-ons installed, by name. */
  readonly addons?: { readonly [addon: string]: { readonly version: string } };
  /** Every disruption budget of the cluster, from the Kubernetes API. */
  readonly disruptionBudgets?: readonly {
    readonly namespace: string;
    readonly name: string;
    readonly disruptionsAllowed: number;
  }[];
  /** EBS volumes in use by pods, counted by zone, from the Kubernetes API. */
  readonly volumesByZone?: { readonly [zone: string]: number };
}

export interface LiveNodeGroup {
  /** EKS's status, e.g. `ACTIVE`, `DEGRADED`, `UPDATING`. */
  readonly status?: string;
  readonly healthIssues?: readonly { readonly code: string; readonly message: string }[];
  /** The update that EKS is carrying out. */
  readonly runningUpdate?: { readonly type: string; readonly id: string };
}

export interface LiveSubnet {
  readonly zone?: string;
  /** AvailableIpAddressCount of DescribeSubnets. */
  readonly freeIps?: number;
}

export interface InstanceTypeFacts {
  readonly architecture: "x86_64" | "arm64";
  /** Elastic network interfaces. */
  readonly interfaces: number;
  /** IPv4 addresses of one interface, its primary included. */
  readonly addressesPerInterface: number;
}
