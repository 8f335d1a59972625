import { z } from "zod";

const labels = z.record(z.string(), z.string()).nullish();

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().nullish(),
  message: z.string().nullish(),
  lastTransitionTime: z.string().nullish(),
});

export const nodeSchema = z.object({
  metadata: z.object({ name: z.string(), labels, creationTimestamp: z.string().nullish() }),
  status: z.object({
    conditions: z.array(condition).nullish(),
    nodeInfo: z.object({ kubeletVersion: z.string() }).nullish(),
  }),
});

export type KubernetesNode = z.infer<typeof nodeSchema>;

export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string(),
    labels,
    annotations: z.record(z.string(), z.string()).nullish(),
    creationTimestamp: z.string().nullish(),
    deletionTimestamp: z.string().nullish(),
    ownerReferences: z.array(z.object({ kind: z.string() })).nullish(),
  }),
  spec: z.object({ nodeName: z.string().nullish() }),
  status: z.object({ phase: z.string().nullish(), conditions: z.array(condition).nullish() }).nullish(),
});

export type KubernetesPod = z.infer<typeof podSchema>;

const selectorSchema = z.object({
  matchLabels: labels,
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() }))
    .nullish(),
});

export type LabelSelector = z.infer<typeof selectorSchema>;

export const disruptionBudgetSchema = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({ selector: selectorSchema.nullish(), unhealthyPodEvictionPolicy: z.string().nullish() }),
  status: z
    .object({
      disruptionsAllowed: z.number(),
      currentHealthy: z.number(),
      desiredHealthy: z.number(),
      expectedPods: z.number(),
    })
    .nullish(),
});

export type DisruptionBudget = z.infer<typeof disruptionBudgetSchema>;
