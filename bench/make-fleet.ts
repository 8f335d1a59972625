/** A fleet file of any size: three node groups over three zones in each cluster, as the example fleet has. */
export function makeFleet(clusters: number): string {
  const names = Array.from({ length: clusters }, (_, index) => `load-${String(index).padStart(4, "0")}`);
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
    rootVolume: { sizeGib: 50 }
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
clusters:
${names.map(cluster).join("")}`;
}

/** How many node groups such a fleet has. */
export function nodeGroupsOf(clusters: number): number {
  return clusters * 9;
}

function cluster(name: string, index: number): string {
  const region = index % 2 === 0 ? "eu-west-1" : "us-east-1";
  const zones = ["a", "b", "c"].map(
    (zone, place) =>
      `      - { name: ${region}${zone}, subnet: subnet-${index.toString(16).padStart(16, "0")}${place} }\n`,
  );
  return `  - name: ${name}
    region: ${region}
    zones:
${zones.join("")}    nodeGroups:
      - { name: general, template: general }
      - { name: spot, template: spot }
      - { name: bottlerocket, template: bottlerocket }
`;
}
