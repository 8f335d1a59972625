import type { Diagnostic } from "../../diagnostics/index.js";
import { formatDuration } from "../definition/duration-text.js";
import type { HealthDefinition } from "../definition/rollout-definition.js";
import type { BlockingBudgetFacts } from "../plan/fleet-facts.js";
import { describeStep, type RolloutStep } from "../plan/rollout-step.js";
import { matchesGlob } from "../plan/wave-members.js";
import { forceRule, healthRule } from "./loosening-rules.js";
import type { KubernetesObservation, KubernetesUnseen, StepObservation } from "./rollout-actions.js";
import type { RolloutWorld } from "./rollout-world.js";

type PendingPod = KubernetesObservation["pendingPods"][number];

/** What was seen of Kubernetes; null where nothing was. */
export function seenOf({ kubernetes }: StepObservation): KubernetesObservation | null {
  return kubernetes?.seen === true ? kubernetes : null;
}

/** Why nothing was seen, where somebody was to look; null otherwise. */
export function unseenOf({ kubernetes }: StepObservation): KubernetesUnseen | null {
  return kubernetes?.seen === false ? kubernetes : null;
}

/** Says once for each cluster that EKS's own word has to do. */
export function tellUnseen(world: RolloutWorld, step: RolloutStep, { reason }: KubernetesUnseen): void {
  const told = `${step.cluster} ${reason}`;
  if (world.told.has(told)) return;
  world.told.add(told);
  world.emit({ type: "kubernetes-unseen", cluster: step.cluster, reason });
}

export function unseenProblem(step: RolloutStep, { reason }: KubernetesUnseen): Diagnostic {
  return {
    severity: "error",
    code: "ROLLOUT_KUBERNETES_UNSEEN",
    summary: `${step.cluster}: the Kubernetes API must be looked at for ${describeStep(step)}, and cannot be: ${reason}`,
    detail:
      "`health.kubernetes` is `required`. Run where the API can be reached, with a role that may list nodes, pods and disruption budgets, or write `when-reachable`; then say `rollout resume`.",
    address: step.cluster,
  };
}

/** Pods that count for the gate: `stuck` have been pending for too long, `young` may still find their node. */
export function pendingPodsOf(
  { pendingPods }: KubernetesObservation,
  { pendingPods: limit, pendingPodsIn }: HealthDefinition,
): { readonly stuck: readonly PendingPod[]; readonly young: readonly PendingPod[] } {
  const counted = pendingPods.filter(
    ({ namespace }) => pendingPodsIn?.some((pattern) => matchesGlob(pattern, namespace)) ?? true,
  );
  return {
    stuck: counted.filter(({ pendingFor }) => pendingFor > limit),
    young: counted.filter(({ pendingFor }) => pendingFor <= limit),
  };
}

/** Pods that were pending before the step began: it would only make that worse, and hide whose fault it is. */
export function pendingBefore(
  step: RolloutStep,
  seen: KubernetesObservation,
  health: HealthDefinition,
): readonly Diagnostic[] {
  const { stuck } = pendingPodsOf(seen, health);
  if (stuck.length === 0) return [];
  return [
    {
      severity: "error",
      code: "ROLLOUT_UNHEALTHY_BEFORE",
      summary: `${step.cluster}: ${describeStep(step)} does not begin, as ${pendingText(stuck, health.pendingPods)}`,
      detail: `\`kubectl describe pod\` says what they wait for. When they run, say \`rollout resume\`; or waive ${healthRule} for it, or name the namespaces that count in \`health.pendingPodsIn\`.`,
      address: step.cluster,
    },
  ];
}

/** e.g. `2 pods have been pending for more than 10m: shop/cart-1 (0/3 nodes are available), shop/cart-2`. */
export function pendingText(pods: readonly PendingPod[], limit: number): string {
  const names = pods.map(({ namespace, name, reason }) =>
    reason === null ? `${namespace}/${name}` : `${namespace}/${name} (${reason})`,
  );
  const subject = pods.length === 1 ? "1 pod has" : `${pods.length} pods have`;
  return `${subject} been pending for more than ${formatDuration(limit)}: ${someOf(names)}`;
}

/** A budget that would keep EKS from draining the step's nodes. */
export function blockedBy(step: RolloutStep, budget: BlockingBudgetFacts): Diagnostic {
  const { namespace, name, why, pods } = budget;
  const held = pods.join(", ") || "its pods";
  return {
    severity: "error",
    code: "ROLLOUT_DISRUPTION_BUDGET",
    summary: `${step.cluster}: disruption budget ${namespace}/${name} would block ${describeStep(step)}`,
    detail:
      why === "several-budgets"
        ? `${held}: more than one budget selects them, and Kubernetes evicts no such pod. Let one budget alone select each pod, or waive ${forceRule} to evict by force.`
        : `It allows no eviction of ${held}: EKS would give up after 15 minutes. Give the workload another replica or the budget a disruption, or waive ${forceRule} to evict by force.`,
    address: step.cluster,
  };
}

/** The first few of many names. */
export function someOf(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
