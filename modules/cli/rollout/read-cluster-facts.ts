import type { Nodegroup } from "@aws-sdk/client-eks";
import { awsError, awsErrorCode } from "../../aws/index.js";
import type { JsonObject } from "../../plan/index.js";
import type { ClusterFacts, NodeGroupFacts } from "../../rollout/index.js";
import type { RolloutCluster } from "./rollout-cluster.js";

/** What is live of one cluster: its version, add-ons and node groups. Throws a FleetwrightError of source `aws`. */
export async function readClusterFacts(cluster: RolloutCluster): Promise<ClusterFacts> {
  const eks = await cluster.clients.eks();
  const doing = `reading EKS Cluster (${cluster.name})`;
  try {
    const [described, nodeGroups, addons] = await Promise.all([
      eks.describeCluster({ name: cluster.name }),
      readNodeGroups(cluster),
      readAddons(cluster),
    ]);
    return {
      name: cluster.name,
      stack: cluster.stack,
      labels: cluster.labels,
      region: cluster.region,
      account: cluster.account,
      version: described.cluster?.version ?? "",
      addons,
      nodeGroups,
      plan: null,
    };
  } catch (error) {
    throw awsError(error, { operation: "eks:DescribeCluster", doing });
  }
}

/** One node group; null where there is none of this name. */
export async function readNodeGroup(cluster: RolloutCluster, name: string): Promise<Nodegroup | null> {
  const eks = await cluster.clients.eks();
  try {
    const answer = await eks.describeNodegroup({ clusterName: cluster.name, nodegroupName: name });
    return answer.nodegroup ?? null;
  } catch (error) {
    if (awsErrorCode(error) === "ResourceNotFoundException") return null;
    throw awsError(error, {
      operation: "eks:DescribeNodegroup",
      doing: `reading EKS Node Group (${cluster.name}:${name})`,
    });
  }
}

export function nodeGroupFacts(cluster: RolloutCluster, nodegroup: Nodegroup): NodeGroupFacts {
  const name = nodegroup.nodegroupName ?? "";
  const { group, zone, address } = cluster.groupOf(name);
  const custom = nodegroup.amiType === "CUSTOM";
  return {
    name,
    address,
    group,
    zone,
    zoneCount: nodegroup.subnets?.length ?? 1,
    amiType: nodegroup.amiType ?? "",
    version: custom ? null : (nodegroup.version ?? null),
    releaseVersion: custom ? null : (nodegroup.releaseVersion ?? null),
    scaling: scalingOf(nodegroup),
    updateConfig: {
      maxUnavailable: nodegroup.updateConfig?.maxUnavailable ?? null,
      maxUnavailablePercentage: nodegroup.updateConfig?.maxUnavailablePercentage ?? null,
    },
    attributes: attributesOf(nodegroup),
  };
}

export function scalingOf({ scalingConfig }: Nodegroup): NodeGroupFacts["scaling"] {
  return {
    min: scalingConfig?.minSize ?? 0,
    max: scalingConfig?.maxSize ?? 0,
    desired: scalingConfig?.desiredSize ?? 0,
  };
}

async function readNodeGroups(cluster: RolloutCluster): Promise<readonly NodeGroupFacts[]> {
  const eks = await cluster.clients.eks();
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page = await eks.listNodegroups({
      clusterName: cluster.name,
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    names.push(...(page.nodegroups ?? []));
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  const found = await Promise.all(names.sort().map((name) => readNodeGroup(cluster, name)));
  return found.flatMap((nodegroup) => (nodegroup === null ? [] : [nodeGroupFacts(cluster, nodegroup)]));
}

async function readAddons(cluster: RolloutCluster): Promise<ClusterFacts["addons"]> {
  const eks = await cluster.clients.eks();
  const { addons = [] } = await eks.listAddons({ clusterName: cluster.name });
  return Promise.all(
    [...addons].sort().map(async (name) => {
      const { addon } = await eks.describeAddon({ clusterName: cluster.name, addonName: name });
      return { name, version: addon?.addonVersion ?? "" };
    }),
  );
}

/** The group as the provider would read it, as far as policies look at it. */
function attributesOf(nodegroup: Nodegroup): JsonObject {
  const { launchTemplate, updateConfig } = nodegroup;
  const scaling = scalingOf(nodegroup);
  return {
    arn: nodegroup.nodegroupArn ?? null,
    cluster_name: nodegroup.clusterName ?? null,
    node_group_name: nodegroup.nodegroupName ?? null,
    ami_type: nodegroup.amiType ?? null,
    capacity_type: nodegroup.capacityType ?? null,
    disk_size: nodegroup.diskSize ?? 0,
    instance_types: nodegroup.instanceTypes ?? [],
    labels: nodegroup.labels ?? {},
    tags_all: nodegroup.tags ?? {},
    subnet_ids: nodegroup.subnets ?? [],
    version: nodegroup.version ?? null,
    release_version: nodegroup.releaseVersion ?? null,
    scaling_config: [{ min_size: scaling.min, max_size: scaling.max, desired_size: scaling.desired }],
    update_config: [
      {
        max_unavailable: updateConfig?.maxUnavailable ?? 0,
        max_unavailable_percentage: updateConfig?.maxUnavailablePercentage ?? 0,
      },
    ],
    taint: (nodegroup.taints ?? []).map(({ key, value, effect }) => ({
      key: key ?? "",
      value: value ?? "",
      effect: effect ?? "",
    })),
    launch_template:
      launchTemplate === undefined
        ? []
        : [
            {
              id: launchTemplate.id ?? "",
              name: launchTemplate.name ?? "",
              version: launchTemplate.version ?? "",
            },
          ],
  };
}
