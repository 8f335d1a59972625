import type { KubernetesApi } from "./kubernetes-api.js";
import { podSchema } from "./kubernetes-objects.js";

export interface PendingPod {
  readonly namespace: string;
  readonly name: string;
  /** Milliseconds, by the server's clock. */
  readonly pendingFor: number;
  /** What the scheduler says, e.g. `0/3 nodes are available: 3 Insufficient cpu`; null: nothing. */
  readonly reason: string | null;
}

/** Pods of the whole cluster that no node runs yet, the longest waiting first. */
export async function pendingPods(api: KubernetesApi): Promise<readonly PendingPod[]> {
  const { items, now } = await api.list("/api/v1/pods", podSchema, { fieldSelector: "status.phase=Pending" });
  return items
    .filter(({ metadata }) => metadata.deletionTimestamp == null)
    .map(({ metadata, status }) => {
      const scheduled = status?.conditions?.find(({ type }) => type === "PodScheduled");
      const unscheduled = scheduled?.status === "False" ? scheduled : undefined;
      const since = Date.parse(unscheduled?.lastTransitionTime ?? metadata.creationTimestamp ?? "");
      return {
        namespace: metadata.namespace,
        name: metadata.name,
        pendingFor: Number.isNaN(since) ? 0 : Math.max(0, now - since),
        reason: unscheduled?.message ?? null,
      };
    })
    .sort((left, right) => right.pendingFor - left.pendingFor);
}
