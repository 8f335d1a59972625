import type { ClusterRecord, KubernetesRecord } from "../../world/records.js";
import type { World } from "../../world/world.js";
import { objectAt, textsAt } from "../json-value.js";
import { writeObject } from "../objects.js";

const KINDS: Readonly<Record<string, string>> = {
  replicasets: "ReplicaSet",
  daemonsets: "DaemonSet",
  statefulsets: "StatefulSet",
};

/** Makes a pod from its owner's template; a daemon's is bound to its node from the beginning. */
export function createPod(
  world: World,
  cluster: ClusterRecord,
  owner: KubernetesRecord,
  name: string,
  node?: string,
): KubernetesRecord {
  const template = objectAt(owner.body, "spec", "template");
  return writeObject(world, cluster, "pods", owner.namespace, {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      name,
      labels: textsAt(template, "metadata", "labels"),
      annotations: textsAt(template, "metadata", "annotations"),
      ownerReferences: [
        {
          apiVersion: "apps/v1",
          kind: KINDS[owner.resource] ?? "ReplicaSet",
          name: owner.name,
          uid: owner.uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { ...objectAt(template, "spec"), ...(node === undefined ? {} : { nodeName: node }) },
    status: { phase: "Pending" },
  });
}

const ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

/** Letters and digits as Kubernetes uses them in generated names. */
export function nameSuffix(hex: string, length: number): string {
  let suffix = "";
  for (let i = 0; i < length; i += 1) {
    suffix += ALPHABET[Number.parseInt(hex.slice(2 * i, 2 * i + 2) || "0", 16) % ALPHABET.length] ?? "b";
  }
  return suffix;
}
