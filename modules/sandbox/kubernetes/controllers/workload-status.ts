import type { ClusterRecord, JsonObject, KubernetesRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { numberAt, objectAt } from "../json-value.js";
import { clusterNodes } from "../nodes.js";
import { showObject } from "../objects.js";
import { setsOf } from "./deployment-controller.js";
import { isoTime, isRunning, podsOf } from "./pod-state.js";
import { daemonNodes } from "./replica-controllers.js";

/** A workload with the status that its controller has written by now. */
export function showWorkload(world: World, cluster: ClusterRecord, owner: KubernetesRecord): JsonObject {
  const shown = showObject(owner);
  const generation = numberAt(owner.body, "metadata", "generation") ?? 1;
  return {
    ...shown,
    metadata: { ...objectAt(shown, "metadata"), generation },
    status: { observedGeneration: generation, ...statusOf(world, cluster, owner) },
  };
}

function statusOf(world: World, cluster: ClusterRecord, owner: KubernetesRecord): JsonObject {
  switch (owner.resource) {
    case "deployments":
      return deploymentStatus(world, cluster, owner);
    case "daemonsets": {
      const pods = podsOf(world, cluster, owner);
      const ready = pods.filter(isRunning).length;
      const wanted = daemonNodes(owner, clusterNodes(world, cluster));
      return {
        currentNumberScheduled: pods.length,
        desiredNumberScheduled: wanted,
        numberAvailable: ready,
        numberUnavailable: Math.max(0, wanted - ready),
        numberMisscheduled: 0,
        numberReady: ready,
        updatedNumberScheduled: pods.length,
      };
    }
    default: {
      const pods = podsOf(world, cluster, owner);
      const ready = pods.filter(isRunning).length;
      return {
        replicas: pods.length,
        ...(owner.resource === "replicasets" ? { fullyLabeledReplicas: pods.length } : {}),
        ...(owner.resource === "statefulsets"
          ? {
              currentReplicas: pods.length,
              updatedReplicas: pods.length,
              currentRevision: "1",
              updateRevision: "1",
            }
          : {}),
        readyReplicas: ready,
        availableReplicas: ready,
      };
    }
  }
}

function deploymentStatus(world: World, cluster: ClusterRecord, owner: KubernetesRecord): JsonObject {
  const { current, old } = setsOf(world, cluster, owner);
  const updated = current === undefined ? [] : podsOf(world, cluster, current);
  const pods = [...updated, ...old.flatMap((set) => podsOf(world, cluster, set))];
  const ready = pods.filter(isRunning).length;
  const wanted = numberAt(owner.body, "spec", "replicas") ?? 1;
  const complete = updated.length === wanted && pods.length === wanted && ready === wanted;
  const enough = ready >= wanted - Math.floor(wanted / 4);
  const since = isoTime(owner.createdAt);
  return {
    replicas: pods.length,
    updatedReplicas: updated.length,
    readyReplicas: ready,
    availableReplicas: ready,
    ...(ready < wanted ? { unavailableReplicas: wanted - ready } : {}),
    conditions: [
      {
        type: "Available",
        status: enough ? "True" : "False",
        reason: enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
        message: enough
          ? "Deployment has minimum availability."
          : "Deployment does not have minimum availability.",
        lastUpdateTime: since,
        lastTransitionTime: since,
      },
      {
        type: "Progressing",
        status: "True",
        reason: complete ? "NewReplicaSetAvailable" : "ReplicaSetUpdated",
        message: complete
          ? `ReplicaSet "${current?.name ?? ""}" has successfully progressed.`
          : `ReplicaSet "${current?.name ?? ""}" is progressing.`,
        lastUpdateTime: since,
        lastTransitionTime: since,
      },
    ],
  };
}
