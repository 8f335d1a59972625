import {
  type DisruptionFacts as BudgetsOfCluster,
  disruptionFacts,
  eksAccess,
  groupNodes,
  isUnreachable,
  type KubernetesAccess,
  type KubernetesApi,
  kubeconfigAccess,
  openKubernetesApi,
  pendingPods,
  type TargetVersion,
} from "../../kubernetes/index.js";
import type {
  DisruptionFacts,
  KubernetesDefinition,
  KubernetesObservation,
  KubernetesUnseen,
  RolloutStep,
} from "../../rollout/index.js";
import type { RolloutCluster } from "./rollout-cluster.js";

/** What rollouts want to know of the clusters' Kubernetes APIs. Null: nobody is to look. */
export interface KubernetesReader {
  /** For a step: its nodes, what is pending, what would block it. */
  observe(
    cluster: RolloutCluster,
    step: RolloutStep,
  ): Promise<KubernetesObservation | KubernetesUnseen | null>;
  /** For planning: the disruption budgets as they are now. */
  disruptions(cluster: RolloutCluster): Promise<DisruptionFacts | null>;
}

/** How long an API that could not be reached is let be, in real milliseconds: each try may take until the time-out. */
const unseenFor = 60_000;

export function kubernetesReader({ look, kubeconfig, context }: KubernetesDefinition): KubernetesReader {
  if (look === "never") return { observe: async () => null, disruptions: async () => null };
  const known = new Map<string, Promise<KubernetesApi>>();
  const unseen = new Map<string, { readonly until: number; readonly reason: string }>();
  const apiOf = (cluster: RolloutCluster): Promise<KubernetesApi> => {
    const found = known.get(cluster.name);
    if (found !== undefined) return found;
    const access =
      kubeconfig === null ? eksAccessOf(cluster) : kubeconfigAccess(kubeconfig, contextOf(context, cluster));
    const opening = access.then((way) => openKubernetesApi(way));
    known.set(cluster.name, opening);
    return opening;
  };
  const looking = async <T>(
    cluster: RolloutCluster,
    read: (api: KubernetesApi) => Promise<T>,
  ): Promise<T | KubernetesUnseen> => {
    const before = unseen.get(cluster.name);
    if (before !== undefined && performance.now() < before.until)
      return { seen: false, reason: before.reason };
    try {
      return await read(await apiOf(cluster));
    } catch (error) {
      known.delete(cluster.name);
      if (!isUnreachable(error)) throw error;
      const reason = error.diagnostics[0]?.summary ?? error.message;
      unseen.set(cluster.name, { until: performance.now() + unseenFor, reason });
      return { seen: false, reason };
    }
  };
  return {
    observe: (cluster, step) =>
      looking(cluster, async (api): Promise<KubernetesObservation> => {
        const nodeGroup = step.kind === "node-group" || step.kind === "changes" ? step.nodeGroup : null;
        const [nodes, pods, disruptions] = await Promise.all([
          nodeGroup === null ? [] : groupNodes(api, nodeGroup, targetOf(step)),
          pendingPods(api),
          disruptionFacts(api),
        ]);
        return {
          seen: true,
          nodes: nodes.map(({ name, ready, problem, target }) => ({ name, ready, problem, target })),
          pendingPods: pods,
          blockingBudgets: nodeGroup === null ? [] : (disruptions.blocking[nodeGroup] ?? []),
          budgets: disruptions.budgets,
        };
      }),
    disruptions: (cluster) =>
      looking(
        cluster,
        async (api): Promise<BudgetsOfCluster & { readonly seen: true }> => ({
          seen: true,
          ...(await disruptionFacts(api)),
        }),
      ),
  };
}

async function eksAccessOf(cluster: RolloutCluster): Promise<KubernetesAccess> {
  const eks = await cluster.clients.eks();
  const { cluster: described } = await eks.describeCluster({ name: cluster.name });
  return eksAccess({
    name: cluster.name,
    region: cluster.region,
    endpoint: described?.endpoint ?? "",
    certificateAuthority: described?.certificateAuthority?.data ?? "",
    credentials: () => eks.config.credentials(),
  });
}

function targetOf(step: RolloutStep): TargetVersion {
  return step.kind === "node-group" ? step.to : { version: null, releaseVersion: null };
}

function contextOf(text: string, { name, region, account }: RolloutCluster): string {
  return text.replaceAll("{cluster}", name).replaceAll("{region}", region).replaceAll("{account}", account);
}
