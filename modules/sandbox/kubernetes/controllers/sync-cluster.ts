import type { ClusterRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { clusterNodes } from "../nodes.js";
import { deleteObject, listObjects } from "../objects.js";
import { settleDeployment } from "./deployment-controller.js";
import { runPods } from "./kubelet.js";
import { ownerUid, stopPod } from "./pod-state.js";
import { settleDaemonSet, settleReplicaSet, settleStatefulSet } from "./replica-controllers.js";
import { requestSync } from "./request-sync.js";
import { schedulePods } from "./scheduler.js";

/**
 * One round of a cluster's controllers, its scheduler and its nodes, each acting on what the one before has
 * done. While rounds still change something there is another a moment later.
 */
export function syncCluster(world: World, key: string): void {
  const { clusters, kubernetesSyncs } = world.tables;
  const planned = kubernetesSyncs.get(key);
  // An earlier round was asked for in the meantime and has taken this one's place.
  if (planned === undefined || planned.at > world.now()) return;
  kubernetesSyncs.delete(key);
  const cluster = clusters.get(key);
  if (cluster === undefined) return;
  const before = world.revision;
  const nodes = clusterNodes(world, cluster);
  collectOrphans(world, cluster);
  for (const deployment of listObjects(world, cluster, "deployments")) {
    settleDeployment(world, cluster, deployment);
  }
  for (const set of listObjects(world, cluster, "replicasets")) settleReplicaSet(world, cluster, set);
  for (const set of listObjects(world, cluster, "statefulsets")) settleStatefulSet(world, cluster, set);
  for (const set of listObjects(world, cluster, "daemonsets")) settleDaemonSet(world, cluster, set, nodes);
  schedulePods(world, cluster, nodes);
  const next = runPods(world, cluster, nodes);
  if (world.revision !== before) requestSync(world, cluster);
  else if (next !== undefined) requestSync(world, cluster, Math.max(0, next - world.now()) / 1000);
}

/** Removes replica sets and pods whose owner has gone. */
function collectOrphans(world: World, cluster: ClusterRecord): void {
  const owners = new Set(
    ["deployments", "replicasets", "statefulsets", "daemonsets"].flatMap((resource) =>
      listObjects(world, cluster, resource).map(({ uid }) => uid),
    ),
  );
  for (const set of listObjects(world, cluster, "replicasets")) {
    const owner = ownerUid(set.body);
    if (owner !== undefined && !owners.has(owner)) {
      owners.delete(set.uid);
      deleteObject(world, set);
    }
  }
  for (const pod of listObjects(world, cluster, "pods")) {
    const owner = ownerUid(pod.body);
    if (owner !== undefined && !owners.has(owner)) stopPod(world, cluster, pod);
  }
}
