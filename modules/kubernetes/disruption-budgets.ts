import { nodeGroupLabel } from "./group-nodes.js";
import type { KubernetesApi } from "./kubernetes-api.js";
import {
  type DisruptionBudget,
  disruptionBudgetSchema,
  type KubernetesPod,
  nodeSchema,
  podSchema,
} from "./kubernetes-objects.js";
import { labelSelectorQuery } from "./label-selector.js";

export interface BudgetFacts {
  readonly namespace: string;
  readonly name: string;
  readonly disruptionsAllowed: number;
}

/** A budget that keeps pods of a node group from being evicted now. */
export interface BlockingBudget {
  readonly namespace: string;
  readonly name: string;
  /** `several-budgets`: the pods have more than one budget, and Kubernetes then evicts them never. */
  readonly why: "no-disruption-allowed" | "several-budgets";
  /** Names of the pods on the group's nodes that it holds. */
  readonly pods: readonly string[];
}

export interface DisruptionFacts {
  /** Every budget of the cluster that has pods. */
  readonly budgets: readonly BudgetFacts[];
  /** By node group; a group that nothing blocks is not in here. */
  readonly blocking: { readonly [nodeGroup: string]: readonly BlockingBudget[] };
}

/**
 * The cluster's disruption budgets, and which of them would block a drain of which managed node group. Follows what
 * the eviction API does: pods that are pending, finished or on their way out are let go at once, pods of daemon sets and
 * static pods are not evicted, and pods that are not Ready go when the budget's policy lets them.
 */
export async function disruptionFacts(api: KubernetesApi): Promise<DisruptionFacts> {
  const { items: budgets } = await api.list("/apis/policy/v1/poddisruptionbudgets", disruptionBudgetSchema);
  const suspects = budgets.filter((budget) => isTight(budget) || sharesNamespace(budget, budgets));
  const blocking: { [nodeGroup: string]: BlockingBudget[] } = {};
  if (suspects.length > 0) {
    const { items: nodes } = await api.list("/api/v1/nodes", nodeSchema, { labelSelector: nodeGroupLabel });
    const groupOf = new Map(nodes.map(({ metadata }) => [metadata.name, metadata.labels?.[nodeGroupLabel]]));
    const covered = await Promise.all(
      suspects.map(async (budget) => ({ budget, pods: (await podsOf(api, budget)).filter(isEvicted) })),
    );
    const times = new Map<string, number>();
    for (const { pods } of covered)
      for (const pod of pods) times.set(keyOf(pod), (times.get(keyOf(pod)) ?? 0) + 1);
    for (const { budget, pods } of covered) {
      const { namespace, name } = budget.metadata;
      for (const why of ["no-disruption-allowed", "several-budgets"] as const) {
        const held = new Map<string, string[]>();
        for (const pod of pods) {
          const group = groupOf.get(pod.spec.nodeName ?? "");
          if (group === undefined) continue;
          const several = (times.get(keyOf(pod)) ?? 0) > 1;
          const blocks = why === "several-budgets" ? several : !several && holds(budget, pod);
          if (blocks) held.set(group, [...(held.get(group) ?? []), pod.metadata.name]);
        }
        for (const [group, names] of held) {
          blocking[group] = [...(blocking[group] ?? []), { namespace, name, why, pods: names.sort() }];
        }
      }
    }
  }
  return {
    budgets: budgets
      .filter(({ status }) => status?.expectedPods !== 0)
      .map(({ metadata: { namespace, name }, status }) => ({
        namespace,
        name,
        disruptionsAllowed: status?.disruptionsAllowed ?? 0,
      })),
    blocking,
  };
}

function isTight({ status }: DisruptionBudget): boolean {
  return (status?.disruptionsAllowed ?? 0) === 0 && status?.expectedPods !== 0;
}

function sharesNamespace({ metadata }: DisruptionBudget, all: readonly DisruptionBudget[]): boolean {
  return all.filter((other) => other.metadata.namespace === metadata.namespace).length > 1;
}

async function podsOf(
  api: KubernetesApi,
  { metadata, spec }: DisruptionBudget,
): Promise<readonly KubernetesPod[]> {
  const labelSelector = labelSelectorQuery(spec.selector);
  if (labelSelector === null) return [];
  const path = `/api/v1/namespaces/${encodeURIComponent(metadata.namespace)}/pods`;
  return (await api.list(path, podSchema, labelSelector === "" ? {} : { labelSelector })).items;
}

/** Whether a drain asks for its eviction at all, and whether a budget is looked at for it. */
function isEvicted({ metadata, status }: KubernetesPod): boolean {
  if (metadata.deletionTimestamp != null) return false;
  if (metadata.ownerReferences?.some(({ kind }) => kind === "DaemonSet" || kind === "Node") === true)
    return false;
  if (metadata.annotations?.["kubernetes.io/config.mirror"] !== undefined) return false;
  return status?.phase === "Running";
}

function holds(budget: DisruptionBudget, pod: KubernetesPod): boolean {
  if (!isTight(budget)) return false;
  const ready = pod.status?.conditions?.find(({ type }) => type === "Ready")?.status !== "False";
  if (ready) return true;
  if (budget.spec.unhealthyPodEvictionPolicy === "AlwaysAllow") return false;
  const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
  return desiredHealthy === 0 || currentHealthy < desiredHealthy;
}

function keyOf({ metadata }: KubernetesPod): string {
  return `${metadata.namespace}/${metadata.name}`;
}
