import type { SourceLocation } from "../../diagnostics/index.js";
import type { Cluster, Fleet, NodeGroup, PolicyParameters } from "../fleet.js";
import type { Origin, PathStep } from "../origin.js";
import { locateInOrigins } from "../resolve/layers.js";
import type {
  LocatedParameters,
  NodeGroupSources,
  ResourceSource,
  SourceMap,
  StackSources,
} from "./source-map.js";

/** Settings whose places are worth knowing: those that attributes of the resources are made of. */
const groupFields = [
  "name",
  "scaling.min",
  "scaling.max",
  "scaling.desired",
  "scaling.desiredOwner",
  "instanceTypes",
  "capacityType",
  "ami",
  "ami.type",
  "ami.releaseVersion",
  "userData",
  "rootVolume",
  "labels",
  "taints",
  "tags",
  "updateConfig",
  "kubernetesVersion",
  "nodeRole",
  "securityGroups",
  "subnets",
  "naming",
  "layout",
  "forceUpdate",
  "nodeRepair",
  "timeouts",
] as const;

const clusterFields = [
  "kubernetesVersion",
  "nodeRole",
  "securityGroups",
  "zones",
  "tags",
  "region",
  "account",
] as const;

/** The source map of a fleet. Stacks are named after their clusters. */
export function buildSourceMap(fleet: Fleet, clusters: readonly Cluster[] = fleet.clusters): SourceMap {
  const origins = fleet.origin.fleet;
  const { profile, parameters, waivers } = fleet.policy;
  return {
    fleet: fleet.name,
    files: fleet.files,
    policy: {
      profile:
        profile === null
          ? null
          : { value: profile, location: locateInOrigins(origins, ["policy", "profile"]) },
      parameters: locatedParameters(parameters, origins),
      waivers,
    },
    stacks: Object.fromEntries(clusters.map((cluster) => [cluster.name, stackSources(fleet, cluster)])),
  };
}

function stackSources(fleet: Fleet, cluster: Cluster): StackSources {
  const origin = fleet.origin.clusters.get(cluster.name) ?? { cluster: [], nodeGroups: new Map() };
  const groups = cluster.nodeGroups.map((group) => {
    const origins = origin.nodeGroups.get(group.name) ?? [];
    return [group.name, nodeGroupSources(group, origins)] as const;
  });
  return {
    cluster: cluster.name,
    region: cluster.region,
    account: cluster.account,
    kubernetesVersion: cluster.kubernetesVersion,
    labels: cluster.labels,
    location: locateInOrigins(origin.cluster, ["name"]),
    parameters: locatedParameters(cluster.policy.parameters, origin.cluster),
    fields: fieldsOf(clusterFields, origin.cluster),
    nodeGroups: Object.fromEntries(groups),
    resources: resourcesOf(cluster),
  };
}

function nodeGroupSources(group: NodeGroup, origins: readonly Origin[]): NodeGroupSources {
  return {
    location: locateInOrigins(origins, ["name"]),
    parameters: locatedParameters(group.policy.parameters, origins),
    zones: group.members.flatMap((member) => (member.zone === null ? [] : [member.zone])),
    desiredOwner: group.scaling.desiredOwner,
    fields: fieldsOf(groupFields, origins),
  };
}

function resourcesOf(cluster: Cluster): { readonly [address: string]: ResourceSource } {
  const resources: Record<string, ResourceSource> = {
    "data.aws_eks_cluster.cluster": { nodeGroup: null, zone: null },
  };
  for (const group of cluster.nodeGroups) {
    for (const member of group.members) {
      const source = { nodeGroup: group.name, zone: member.zone };
      resources[`aws_launch_template.${member.resourceName}`] = source;
      resources[`aws_eks_node_group.${member.resourceName}`] = source;
    }
  }
  return resources;
}

function fieldsOf(
  fields: readonly string[],
  origins: readonly Origin[],
): { readonly [path: string]: SourceLocation } {
  const found: Record<string, SourceLocation> = {};
  for (const field of fields) {
    const location = locateExactly(origins, field.split("."));
    if (location !== undefined) found[field] = location;
  }
  return found;
}

function locateExactly(origins: readonly Origin[], path: readonly PathStep[]): SourceLocation | undefined {
  for (const { document, path: base } of origins) {
    const whole = [...base, ...path];
    // A map or a list is best pointed at by its key.
    if (document.locateValue(whole) !== undefined)
      return document.locateKey(whole) ?? document.locateValue(whole);
  }
  return undefined;
}

function locatedParameters(parameters: PolicyParameters, origins: readonly Origin[]): LocatedParameters {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [
      name,
      { value, location: locateInOrigins(origins, ["policy", "parameters", name]) },
    ]),
  );
}
