import type { Answer, Call } from "../protocol/call.js";
import { clusterKey, inPlace } from "../world/keys.js";
import { kubernetesKey } from "../world/tables.js";
import type { World } from "../world/world.js";
import { clusterView } from "./cluster-view.js";
import { invalidRequest, resourceInUse } from "./eks-errors.js";
import { type EksInput, findCluster, pathName } from "./read-input.js";

/** DeleteCluster: refused while it has node groups or Fargate profiles, or is protected. */
export function deleteCluster(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const { world } = call;
  const key = clusterKey(call.place, cluster.name);
  const nodegroup = world.tables.nodegroups.by("cluster", key)[0];
  if (nodegroup !== undefined) {
    throw resourceInUse("Cluster has nodegroups attached", {
      clusterName: cluster.name,
      nodegroupName: nodegroup.name,
    });
  }
  if (world.tables.fargateProfiles.count("cluster", key) > 0) {
    throw resourceInUse("Cluster has Fargate Profiles attached", { clusterName: cluster.name });
  }
  if (cluster.deletionProtection) {
    throw invalidRequest("Cluster has deletion protection enabled", { clusterName: cluster.name });
  }
  if (cluster.status === "CREATING" || cluster.status === "UPDATING") {
    throw resourceInUse(`Cluster ${cluster.name} has an ongoing operation: it is ${cluster.status}`, {
      clusterName: cluster.name,
    });
  }
  const deleting = world.tables.clusters.put({ ...cluster, status: "DELETING" });
  world.schedule(world.timings.clusterDelete, { type: "cluster-deleted", cluster: key });
  return { cluster: clusterView(call, world.lax ? cluster : deleting) };
}

export function clusterDeleted(world: World, key: string): void {
  const cluster = world.tables.clusters.get(key);
  if (cluster?.status !== "DELETING") return;
  world.tables.securityGroups.delete(inPlace(cluster, cluster.clusterSecurityGroupId));
  const { addons, podIdentities, accessEntries, insights, kubernetes } = world.tables;
  for (const row of kubernetes.by("cluster", key)) {
    kubernetes.delete(kubernetesKey(row, row.resource, row.namespace, row.name));
  }
  for (const row of addons.by("cluster", key)) addons.delete(`${key}/${row.name}`);
  for (const row of podIdentities.by("cluster", key)) podIdentities.delete(`${key}/${row.id}`);
  for (const row of accessEntries.by("cluster", key)) accessEntries.delete(`${key}/${row.principalArn}`);
  for (const row of insights.by("cluster", key)) insights.delete(`${key}/${row.id}`);
  for (const update of world.tables.updates.by("owner", key)) world.tables.updates.delete(update.id);
  world.tables.clusters.delete(key);
}
