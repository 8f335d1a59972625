import { findInstanceType, maxPods } from "../catalog/instance-types.js";
import { zonesOf } from "../catalog/zones.js";
import { privateDnsName } from "../ec2/instances.js";
import { clusterKey, inPlace } from "../world/keys.js";
import type { ClusterRecord, InstanceRecord, JsonObject, NodegroupRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { listAt, objectAt, textAt, textsAt } from "./json-value.js";

const EFFECTS = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

/** A cluster's node: the instance that it runs on, and how the Kubernetes API shows it. */
export interface ClusterNode {
  readonly instance: InstanceRecord;
  readonly object: JsonObject;
}

/** The nodes of a cluster: one for every instance of its node groups that has come up. */
export function clusterNodes(world: World, cluster: ClusterRecord): ClusterNode[] {
  const nodegroups = world.tables.nodegroups.by("cluster", clusterKey(cluster, cluster.name));
  return nodegroups.flatMap((nodegroup) =>
    world.tables.instances
      .by("asg", inPlace(nodegroup, nodegroup.asgName))
      .filter(({ state }) => state === "running" || state === "shutting-down")
      .map((instance) => ({ instance, object: nodeObject(nodegroup, instance) })),
  );
}

export function findNode(world: World, cluster: ClusterRecord, name: string): ClusterNode | undefined {
  return clusterNodes(world, cluster).find(({ object }) => textAt(object, "metadata", "name") === name);
}

/** Takes over what somebody changed on a node: labels, annotations, taints and whether it takes pods. */
export function writeNode(world: World, node: ClusterNode, changed: JsonObject): void {
  const { instance } = node;
  const base = node.object;
  world.tables.instances.put({
    ...instance,
    cordoned: objectAt(changed, "spec").unschedulable === true,
    node: {
      labels: difference(
        textsAt(base, "metadata", "labels"),
        textsAt(changed, "metadata", "labels"),
        instance.node?.labels,
      ),
      annotations: difference(
        textsAt(base, "metadata", "annotations"),
        textsAt(changed, "metadata", "annotations"),
        instance.node?.annotations,
      ),
      taints: listAt(changed, "spec", "taints").flatMap((taint) => {
        const key = textAt(taint, "key");
        const value = textAt(taint, "value");
        const effect = textAt(taint, "effect");
        if (key === undefined || effect === undefined || key === UNSCHEDULABLE || key === NOT_READY)
          return [];
        return [{ key, effect, ...(value === undefined ? {} : { value }) }];
      }),
    },
  });
}

const NOT_READY = "node.kubernetes.io/not-ready";
const UNSCHEDULABLE = "node.kubernetes.io/unschedulable";

function difference(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
  earlier: Readonly<Record<string, string | null>> = {},
): Record<string, string | null> {
  const changes: Record<string, string | null> = { ...earlier };
  for (const key of Object.keys(before)) if (!(key in after)) changes[key] = null;
  for (const [key, value] of Object.entries(after)) if (before[key] !== value) changes[key] = value;
  return changes;
}

function nodeObject(nodegroup: NodegroupRecord, instance: InstanceRecord): JsonObject {
  const name = privateDnsName(instance);
  const type = findInstanceType(instance.type);
  const zone = zonesOf(instance.region).find((candidate) => candidate.name === instance.zone);
  const arm = type?.architecture === "arm64";
  const labels = withChanges(
    {
      "beta.kubernetes.io/arch": arm ? "arm64" : "amd64",
      "beta.kubernetes.io/instance-type": instance.type,
      "eks.amazonaws.com/capacityType": nodegroup.capacityType,
      "eks.amazonaws.com/nodegroup": nodegroup.name,
      "eks.amazonaws.com/nodegroup-image": instance.imageId,
      ...(nodegroup.launchTemplate === undefined
        ? {}
        : {
            "eks.amazonaws.com/sourceLaunchTemplateId": nodegroup.launchTemplate.id,
            "eks.amazonaws.com/sourceLaunchTemplateVersion": String(nodegroup.launchTemplate.version),
          }),
      "kubernetes.io/arch": arm ? "arm64" : "amd64",
      "kubernetes.io/hostname": name,
      "kubernetes.io/os": nodegroup.amiType.startsWith("WINDOWS") ? "windows" : "linux",
      "node.kubernetes.io/instance-type": instance.type,
      "topology.k8s.aws/zone-id": zone?.id ?? "",
      "topology.kubernetes.io/region": instance.region,
      "topology.kubernetes.io/zone": instance.zone,
      ...nodegroup.labels,
      ...(instance.excludedFromLoadBalancers === true
        ? { "node.kubernetes.io/exclude-from-external-load-balancers": "true" }
        : {}),
    },
    instance.node?.labels,
  );
  const taints = [
    ...(instance.node?.taints ??
      nodegroup.taints.map(({ key, value, effect }) => ({
        key,
        ...(value === undefined || value === "" ? {} : { value }),
        effect: EFFECTS[effect],
      }))),
    ...(instance.cordoned === true ? [{ key: UNSCHEDULABLE, effect: "NoSchedule" }] : []),
    ...(instance.ready
      ? []
      : [
          { key: NOT_READY, effect: "NoSchedule" },
          ...(instance.unhealthySince === undefined ? [] : [{ key: NOT_READY, effect: "NoExecute" }]),
        ]),
  ];
  const capacity = {
    cpu: String(type?.vCpus ?? 2),
    memory: `${(type?.memoryMiB ?? 4096) * 1024}Ki`,
    pods: String(type === undefined ? 17 : maxPods(type)),
    "ephemeral-storage": "20959212Ki",
  };
  const since = new Date(instance.launchedAt).toISOString();
  return {
    apiVersion: "v1",
    kind: "Node",
    metadata: {
      name,
      uid: instance.id,
      creationTimestamp: `${since.slice(0, 19)}Z`,
      labels,
      annotations: withChanges({}, instance.node?.annotations),
    },
    spec: {
      providerID: `aws:///${instance.zone}/${instance.id}`,
      ...(instance.cordoned === true ? { unschedulable: true } : {}),
      ...(taints.length > 0 ? { taints } : {}),
    },
    status: {
      capacity,
      allocatable: allocatable(type?.vCpus ?? 2, type?.memoryMiB ?? 4096, capacity.pods),
      conditions: [
        {
          type: "Ready",
          status: instance.ready ? "True" : "False",
          reason: instance.ready ? "KubeletReady" : "KubeletNotReady",
          message: instance.ready ? "kubelet is posting ready status" : "container runtime network not ready",
          lastTransitionTime: `${since.slice(0, 19)}Z`,
          lastHeartbeatTime: `${since.slice(0, 19)}Z`,
        },
      ],
      addresses: [
        { type: "InternalIP", address: instance.privateIp },
        { type: "Hostname", address: name },
        { type: "InternalDNS", address: name },
      ],
      nodeInfo: {
        architecture: arm ? "arm64" : "amd64",
        bootID: "",
        containerRuntimeVersion: "containerd://1.7.27",
        kernelVersion: "6.1.0",
        kubeProxyVersion: kubeletVersion(instance),
        kubeletVersion: kubeletVersion(instance),
        machineID: "",
        operatingSystem: "linux",
        osImage: nodegroup.amiType.startsWith("BOTTLEROCKET") ? "Bottlerocket OS" : "Amazon Linux 2023",
        systemUUID: "",
      },
    },
  };
}

/** What is left of a node for pods: capacity without what EKS's AMIs keep for the system and for eviction. */
function allocatable(vCpus: number, memoryMiB: number, pods: string): JsonObject {
  const shares = [60, 10, 5, 5];
  let reserved = 0;
  for (let i = 0; i < vCpus; i += 1) reserved += shares[i] ?? 2.5;
  const memory = memoryMiB - (11 * Number(pods) + 255) - 100;
  return {
    cpu: `${Math.floor(vCpus * 1000 - reserved)}m`,
    memory: `${Math.max(0, memory) * 1024}Ki`,
    pods,
    "ephemeral-storage": "18242267924",
  };
}

function kubeletVersion(instance: InstanceRecord): string {
  const patch = /^(1\.\d+\.\d+)-\d{8}$/.exec(instance.releaseVersion)?.[1];
  return `v${patch ?? `${instance.kubernetesVersion}.0`}-eks-a737599`;
}

function withChanges(
  base: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | null>> = {},
): Record<string, string> {
  const merged: Record<string, string> = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  return merged;
}
