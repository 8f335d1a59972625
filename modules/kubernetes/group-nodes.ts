import type { KubernetesApi } from "./kubernetes-api.js";
import { type KubernetesNode, nodeSchema } from "./kubernetes-objects.js";

/** The label that EKS puts on the nodes of a managed node group. */
export const nodeGroupLabel = "eks.amazonaws.com/nodegroup";
const imageLabel = "eks.amazonaws.com/nodegroup-image";

/** What a group's nodes are to run. */
export interface TargetVersion {
  /** Kubernetes minor, e.g. `1.33`; null: any. */
  readonly version: string | null;
  /** AMI release, e.g. `1.33.4-20250920`; null: any of the minor. */
  readonly releaseVersion: string | null;
}

export interface GroupNode {
  readonly name: string;
  readonly ready: boolean;
  /** What the kubelet says where it is not Ready. */
  readonly problem: string | null;
  /** Whether it has the target version. */
  readonly target: boolean;
  /** e.g. `v1.33.4-eks-a737599`. */
  readonly kubeletVersion: string;
}

/**
 * The nodes of a managed node group. A node has the target version when its kubelet has, and when its image is that
 * of the group's newest node: two releases may bring the same kubelet.
 */
export async function groupNodes(
  api: KubernetesApi,
  nodeGroup: string,
  target: TargetVersion,
): Promise<readonly GroupNode[]> {
  const { items } = await api.list("/api/v1/nodes", nodeSchema, {
    labelSelector: `${nodeGroupLabel}=${nodeGroup}`,
  });
  const newest = [...items].sort((left, right) => createdAt(right) - createdAt(left))[0];
  const image = newest?.metadata.labels?.[imageLabel];
  return items.map((node) => {
    const ready = node.status.conditions?.find(({ type }) => type === "Ready");
    const kubeletVersion = node.status.nodeInfo?.kubeletVersion ?? "";
    return {
      name: node.metadata.name,
      ready: ready?.status === "True",
      problem:
        ready?.status === "True" ? null : [ready?.reason, ready?.message].filter(Boolean).join(": ") || null,
      target: runs(kubeletVersion, target) && node.metadata.labels?.[imageLabel] === image,
      kubeletVersion,
    };
  });
}

function runs(kubelet: string, { version, releaseVersion }: TargetVersion): boolean {
  // Bottlerocket's releases are numbered by themselves and tell nothing of the kubelet.
  const patch = releaseVersion === null ? null : /^(\d+\.\d+\.\d+)-\d{8}$/.exec(releaseVersion)?.[1];
  const wanted = patch ?? version;
  return wanted === null || kubelet === `v${wanted}` || /^[.+-]/.test(kubelet.replace(`v${wanted}`, ""));
}

function createdAt({ metadata }: KubernetesNode): number {
  return Date.parse(metadata.creationTimestamp ?? "") || 0;
}
