import type { EKS } from "@aws-sdk/client-eks";
import { z } from "zod";
import {
  disruptionFacts,
  eksAccess,
  isUnreachable,
  type KubernetesApi,
  openKubernetesApi,
} from "../../kubernetes/index.js";
import type { LiveCluster } from "../../policy/index.js";
import { readOrLeave } from "./read-or-leave.js";

/**
 * Disruption budgets of a cluster, which node groups they block, and where its EBS volumes are, from its
 * Kubernetes API. What cannot be reached or may not be read stays away.
 */
export async function kubernetesFacts(eks: EKS, name: string, region: string): Promise<LiveCluster> {
  const answer = await readOrLeave("eks:DescribeCluster", () => eks.describeCluster({ name }));
  const { endpoint, certificateAuthority } = answer?.cluster ?? {};
  if (endpoint === undefined) return {};
  const api = openKubernetesApi(
    eksAccess({
      name,
      region,
      endpoint,
      certificateAuthority: certificateAuthority?.data ?? "",
      credentials: () => eks.config.credentials(),
    }),
  );
  const [budgets, volumes] = await Promise.all([seen(() => budgetFacts(api)), seen(() => volumeFacts(api))]);
  return { ...budgets, ...volumes };
}

async function seen(read: () => Promise<LiveCluster>): Promise<LiveCluster> {
  try {
    return await read();
  } catch (error) {
    if (isUnreachable(error)) return {};
    throw error;
  }
}

async function budgetFacts(api: KubernetesApi): Promise<LiveCluster> {
  const { budgets, blocking } = await disruptionFacts(api);
  const nodeGroups = Object.entries(blocking).map(([group, found]) => [group, { blockingBudgets: found }]);
  return { disruptionBudgets: budgets, nodeGroups: Object.fromEntries(nodeGroups) };
}

/** Volumes that a claim holds, counted by the zone that their node affinity or label names. */
async function volumeFacts(api: KubernetesApi): Promise<LiveCluster> {
  const { items } = await api.list("/api/v1/persistentvolumes", volumeSchema);
  const volumesByZone: { [zone: string]: number } = {};
  for (const volume of items) {
    const zone = zoneOf(volume);
    if (volume.status?.phase !== "Bound" || zone === undefined) continue;
    volumesByZone[zone] = (volumesByZone[zone] ?? 0) + 1;
  }
  return { volumesByZone };
}

const zoneKeys = [
  "topology.ebs.csi.aws.com/zone",
  "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/zone",
];

const expression = z.object({ key: z.string(), values: z.array(z.string()).optional() });

const volumeSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).optional() }),
  spec: z.object({
    csi: z.object({ driver: z.string() }).optional(),
    awsElasticBlockStore: z.unknown().optional(),
    nodeAffinity: z
      .object({
        required: z
          .object({
            nodeSelectorTerms: z.array(z.object({ matchExpressions: z.array(expression).optional() })),
          })
          .optional(),
      })
      .optional(),
  }),
  status: z.object({ phase: z.string().optional() }).optional(),
});

function zoneOf({ metadata, spec }: z.infer<typeof volumeSchema>): string | undefined {
  if (spec.csi?.driver !== "ebs.csi.aws.com" && spec.awsElasticBlockStore === undefined) return undefined;
  const expressions = (spec.nodeAffinity?.required?.nodeSelectorTerms ?? []).flatMap(
    ({ matchExpressions = [] }) => matchExpressions,
  );
  const affine = expressions.find(({ key, values }) => zoneKeys.includes(key) && values?.length === 1);
  const labelled = zoneKeys.map((key) => metadata.labels?.[key]).find((zone) => zone !== undefined);
  return affine?.values?.[0] ?? labelled;
}
