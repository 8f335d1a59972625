/** How much of everything there may be. AWS's present defaults; all of them can be set. */
export interface Limits {
  readonly clustersPerRegion: number;
  readonly nodegroupsPerCluster: number;
  readonly nodesPerNodegroup: number;
  readonly fargateProfilesPerCluster: number;
  readonly selectorsPerFargateProfile: number;
  readonly labelsPerFargateSelector: number;
  /** How many minor versions a node group may be behind its cluster when the cluster moves on. */
  readonly nodeSkew: number;
  readonly launchTemplateVersions: number;
}

export const defaultLimits: Limits = {
  clustersPerRegion: 100,
  nodegroupsPerCluster: 30,
  nodesPerNodegroup: 450,
  fargateProfilesPerCluster: 10,
  selectorsPerFargateProfile: 5,
  labelsPerFargateSelector: 5,
  nodeSkew: 3,
  launchTemplateVersions: 10_000,
};

/** How long things take, in seconds of the world's time. */
export interface Timings {
  readonly clusterCreate: number;
  readonly clusterUpdateVersion: number;
  readonly clusterUpdateConfig: number;
  readonly clusterDelete: number;
  readonly nodegroupCreate: number;
  readonly nodegroupUpdateConfig: number;
  readonly nodegroupDelete: number;
  /** From an instance's launch to its running. */
  readonly instanceBoot: number;
  /** From its running to its Kubernetes node being Ready. */
  readonly nodeReady: number;
  readonly instanceTerminate: number;
  /** How long EC2 still shows a terminated instance. */
  readonly instanceForget: number;
  /** Until EKS shows a desired size that somebody set at the Auto Scaling group. */
  readonly desiredSizeLag: number;
  readonly rolloutSetup: number;
  readonly drain: number;
  /** How often the eviction of a blocked pod is tried again. */
  readonly evictionRetry: number;
  /** How long a node may refuse to be drained before the update fails: EKS's 15 minutes. */
  readonly evictionLimit: number;
  /** EKS waits this long between cordon and termination. */
  readonly waitBeforeTermination: number;
  readonly scaleDownStep: number;
  readonly addonCreate: number;
  readonly addonUpdate: number;
  readonly addonDelete: number;
  readonly fargateCreate: number;
  readonly fargateDelete: number;
  /** Until Kubernetes' controllers act on what has changed. */
  readonly controllerDelay: number;
  /** From a pod's binding to its node to its being ready. */
  readonly podStart: number;
  readonly podTermination: number;
  /** How long a node must be unhealthy before node repair acts: EKS's 30 minutes. */
  readonly nodeRepairWait: number;
}

export const defaultTimings: Timings = {
  clusterCreate: 600,
  clusterUpdateVersion: 540,
  clusterUpdateConfig: 120,
  clusterDelete: 180,
  nodegroupCreate: 30,
  nodegroupUpdateConfig: 15,
  nodegroupDelete: 45,
  instanceBoot: 40,
  nodeReady: 30,
  instanceTerminate: 30,
  instanceForget: 3600,
  desiredSizeLag: 60,
  rolloutSetup: 30,
  drain: 30,
  evictionRetry: 60,
  evictionLimit: 900,
  waitBeforeTermination: 60,
  scaleDownStep: 10,
  addonCreate: 60,
  addonUpdate: 60,
  addonDelete: 30,
  fargateCreate: 60,
  fargateDelete: 60,
  controllerDelay: 1,
  podStart: 3,
  podTermination: 2,
  nodeRepairWait: 1800,
};
