/** What a fleet of the bench looks like. */
export interface FleetShape {
  /** Zones of each cluster, at most three. */
  readonly zones: number;
  /** Node groups in each zone, at most five. */
  readonly groups: number;
  /** Size of every node's root volume: another one changes every launch template. */
  readonly volumeGib: number;
}

/** Three node groups over three zones in each cluster, as the example fleet has them. */
export const EXAMPLE_SHAPE: FleetShape = { zones: 3, groups: 3, volumeGib: 50 };

const GROUPS = ["general", "spot", "bottlerocket", "batch", "system"];

/** A fleet file of any size. Each node group has a launch template of its own: a pair. */
export function makeFleet(clusters: number, shape: FleetShape = EXAMPLE_SHAPE): string {
  const names = Array.from({ length: clusters }, (_, index) => clusterName(index));
  return `apiVersion: fleetwright.dev/v1
kind: Fleet
name: load
defaults:
  cluster:
    account: "111122223333"
    nodeRole: arn:aws:iam::111122223333:role/eks-node
    kubernetesVersion: "1.33"
    tags: { fleet: load }
  nodeGroup:
    rootVolume: { sizeGib: ${shape.volumeGib} }
    updateConfig: { maxUnavailable: 1 }
nodeGroupTemplates:
  general:
    instanceTypes: [m6i.large, m6a.large]
    ami: { type: AL2023_x86_64_STANDARD }
    scaling: { min: 2, max: 6, desired: 3 }
  spot:
    capacityType: SPOT
    instanceTypes: [m7g.large, m6g.large]
    ami: { type: AL2023_ARM_64_STANDARD }
    scaling: { min: 1, max: 10, desired: 2, desiredOwner: cluster-autoscaler }
  bottlerocket:
    instanceTypes: [m6i.large]
    ami: { type: BOTTLEROCKET_x86_64 }
    scaling: { min: 1, max: 3 }
  batch:
    instanceTypes: [c6i.xlarge]
    ami: { type: AL2023_x86_64_STANDARD }
    scaling: { min: 0, max: 8, desired: 1 }
    labels: { role: batch }
  system:
    instanceTypes: [m6i.large]
    ami: { type: AL2023_x86_64_STANDARD }
    scaling: { min: 2, max: 4, desired: 2 }
    labels: { role: system }
clusters:
${names.map((name, index) => cluster(name, index, shape)).join("")}`;
}

export function clusterName(index: number): string {
  return `load-${String(index).padStart(4, "0")}`;
}

/** How many node groups such a fleet has. */
export function nodeGroupsOf(clusters: number, shape: FleetShape = EXAMPLE_SHAPE): number {
  return clusters * shape.zones * shape.groups;
}

function cluster(name: string, index: number, shape: FleetShape): string {
  const region = index % 2 === 0 ? "eu-west-1" : "us-east-1";
  const zones = ["a", "b", "c"]
    .slice(0, shape.zones)
    .map(
      (zone, place) =>
        `      - { name: ${region}${zone}, subnet: subnet-${index.toString(16).padStart(16, "0")}${place} }\n`,
    );
  const groups = GROUPS.slice(0, shape.groups).map(
    (group) => `      - { name: ${group}, template: ${group} }\n`,
  );
  return `  - name: ${name}
    region: ${region}
    zones:
${zones.join("")}    nodeGroups:
${groups.join("")}`;
}
