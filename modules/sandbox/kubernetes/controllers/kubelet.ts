import type { ClusterRecord, KubernetesRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { listAt, objectAt, textAt } from "../json-value.js";
import type { ClusterNode } from "../nodes.js";
import { deleteObject, listObjects, writeObject } from "../objects.js";
import { conditionSince, isLeaving, isoTime, nodeOf, stopPod, withCondition } from "./pod-state.js";
import { nodeName, untolerated } from "./scheduler.js";

/**
 * Does what the nodes do with their pods: start those that were bound to them a while ago, let go of those
 * that were deleted, and drop those whose node has gone or no longer bears them.
 * Returns when there will be something to do again, in the world's milliseconds.
 */
export function runPods(
  world: World,
  cluster: ClusterRecord,
  nodes: readonly ClusterNode[],
): number | undefined {
  const alive = new Map(
    nodes.flatMap(({ instance, object }) =>
      instance.state === "running" ? [[nodeName(object), object] as const] : [],
    ),
  );
  let next: number | undefined;
  const later = (at: number): void => {
    next = next === undefined ? at : Math.min(next, at);
  };
  for (const pod of listObjects(world, cluster, "pods")) {
    const name = nodeOf(pod);
    if (name === undefined) continue;
    const node = alive.get(name);
    if (node === undefined) {
      deleteObject(world, pod);
    } else if (isLeaving(pod)) {
      const end = Date.parse(textAt(pod.body, "metadata", "deletionTimestamp") ?? "");
      if (world.now() >= end) deleteObject(world, pod);
      else later(end);
    } else if (untolerated(node, pod.body, ["NoExecute"]) !== undefined) {
      stopPod(world, cluster, pod);
      later(world.now() + world.timings.podTermination * 1000);
    } else if (textAt(pod.body, "status", "phase") === "Pending") {
      const since = conditionSince(pod, "PodScheduled");
      const start = (since ?? world.now()) + (world.lax ? 0 : world.timings.podStart * 1000);
      if (since === undefined) markBound(world, cluster, pod);
      if (world.now() >= start) startPod(world, cluster, pod, node);
      else later(start);
    }
  }
  return next;
}

function markBound(world: World, cluster: ClusterRecord, pod: KubernetesRecord): void {
  writeObject(world, cluster, "pods", pod.namespace, {
    ...pod.body,
    status: withCondition(objectAt(pod.body, "status"), world.now(), {
      type: "PodScheduled",
      status: "True",
    }),
  });
}

function startPod(
  world: World,
  cluster: ClusterRecord,
  pod: KubernetesRecord,
  node: ClusterNode["object"],
): void {
  const now = world.now();
  let status = objectAt(pod.body, "status");
  for (const type of ["Initialized", "Ready", "ContainersReady", "PodScheduled"]) {
    status = withCondition(status, now, { type, status: "True" });
  }
  const hostIP = listAt(node, "status", "addresses").map((address) => textAt(address, "address"))[0] ?? "";
  const number = (world.ids.counter % 250) + 2;
  world.ids.counter += 1;
  const podIP = hostIP.replace(/\.\d+$/, `.${number}`);
  writeObject(world, cluster, "pods", pod.namespace, {
    ...pod.body,
    status: {
      ...status,
      phase: "Running",
      startTime: isoTime(now),
      hostIP,
      podIP,
      podIPs: [{ ip: podIP }],
      qosClass: "Burstable",
      containerStatuses: listAt(pod.body, "spec", "containers").map((container) => ({
        name: textAt(container, "name") ?? "",
        image: textAt(container, "image") ?? "",
        imageID: "",
        containerID: "",
        ready: true,
        started: true,
        restartCount: 0,
        state: { running: { startedAt: isoTime(now) } },
        lastState: {},
      })),
    },
  });
}
