import {
  desiredSizeSeen,
  instancesForgotten,
  instancesReady,
  instancesRunning,
  instancesTerminated,
} from "./capacity/instance-events.js";
import { repairNode } from "./capacity/node-repair.js";
import { addonCreated, addonDeleted, addonUpdated } from "./eks/addons.js";
import { clusterActive } from "./eks/create-cluster.js";
import { clusterDeleted } from "./eks/delete-cluster.js";
import { nodegroupDeleted } from "./eks/delete-nodegroup.js";
import { fargateProfileCreated, fargateProfileDeleted } from "./eks/fargate-profiles.js";
import { nodegroupCreated } from "./eks/read-nodegroups.js";
import { rolloutStep } from "./eks/rolling-update.js";
import { endUpdate } from "./eks/start-update.js";
import { clusterUpdated } from "./eks/update-cluster.js";
import { nodegroupConfigUpdated } from "./eks/update-nodegroup-config.js";
import { requestSync } from "./kubernetes/controllers/request-sync.js";
import { syncCluster } from "./kubernetes/controllers/sync-cluster.js";
import { inPlace } from "./world/keys.js";
import type { World } from "./world/world.js";
import type { WorldEvent } from "./world/world-event.js";

/** Lets one event happen. */
export function handleWorldEvent(world: World, event: WorldEvent): void {
  switch (event.type) {
    case "cluster-active":
      clusterActive(world, event.cluster);
      break;
    case "cluster-deleted":
      clusterDeleted(world, event.cluster);
      break;
    case "cluster-updated":
      clusterUpdated(world, event.update, event.change);
      break;
    case "nodegroup-created":
      nodegroupCreated(world, event.nodegroup);
      break;
    case "nodegroup-updated": {
      const update = world.tables.updates.get(event.update);
      if (update === undefined) break;
      nodegroupConfigUpdated(world, update, (errors) => endUpdate(world, update.id, errors));
      break;
    }
    case "nodegroup-deleted":
      nodegroupDeleted(world, event.nodegroup);
      break;
    case "addon-created":
      addonCreated(world, event.addon);
      break;
    case "addon-updated":
      addonUpdated(world, event.update, event.change);
      break;
    case "addon-deleted":
      addonDeleted(world, event.addon);
      break;
    case "fargate-created":
      fargateProfileCreated(world, event.profile);
      break;
    case "fargate-deleted":
      fargateProfileDeleted(world, event.profile);
      break;
    case "rollout-step":
      rolloutStep(world, event.update);
      break;
    case "desired-size-seen":
      desiredSizeSeen(world, event.nodegroup);
      break;
    case "instances-running":
      instancesRunning(world, event.instances);
      break;
    case "instances-ready":
      instancesReady(world, event.instances);
      wakeClusters(world, event.instances);
      break;
    case "instances-terminated":
      instancesTerminated(world, event.instances);
      wakeClusters(world, event.instances);
      break;
    case "node-repair":
      repairNode(world, event.instance);
      wakeClusters(world, [event.instance]);
      break;
    case "kubernetes-sync":
      syncCluster(world, event.cluster);
      break;
    case "instances-forgotten":
      instancesForgotten(world, event.instances);
      break;
  }
}

/** Nodes have come or gone: the controllers of their clusters look at it. */
function wakeClusters(world: World, instances: readonly string[]): void {
  const { instances: rows, autoScalingGroups } = world.tables;
  for (const id of instances) {
    const instance = rows.get(id);
    const group = instance && autoScalingGroups.get(inPlace(instance, instance.asg));
    if (group?.nodegroup !== undefined) requestSync(world, { ...group, name: group.nodegroup.cluster });
  }
}
