import type { Diagnostic } from "../../diagnostics/index.js";
import type { HealthDefinition } from "../definition/rollout-definition.js";
import { describeStep, type RolloutStep } from "../plan/rollout-step.js";
import { hasReached } from "./assess-step.js";
import { diagnosticsOf } from "./diagnostics-of.js";
import {
  pendingPodsOf,
  pendingText,
  seenOf,
  someOf,
  tellUnseen,
  unseenOf,
  unseenProblem,
} from "./kubernetes-health.js";
import type { StepObservation } from "./rollout-actions.js";
import type { RolloutWorld } from "./rollout-world.js";
import { failedChecks } from "./run-checks.js";
import { waitUntil } from "./waiting.js";

const poll = 15_000;

/**
 * Whether the step's object is healthy once EKS says that it has finished: waits for nodes to become Ready as long
 * as the definition allows, and for pods that pend now to find a node, then runs the user's checks. `since`: when the
 * step was let in; pods that were stuck before that are not its fault. Empty: passed.
 */
export async function passHealthGate(
  world: RolloutWorld,
  wave: string,
  step: RolloutStep,
  since: number,
): Promise<Diagnostic[]> {
  const { clock } = world.actions;
  const { health } = world.index;
  const deadline = clock.now() + health.nodesReadyWithin;
  const podsUntil = clock.now() + health.pendingPods + poll;
  let awaited: ReadonlySet<string> | null = null;
  try {
    for (;;) {
      const observation = await world.actions.observe(step, world.signal);
      const unseen = unseenOf(observation);
      if (unseen !== null && health.kubernetes.look !== "required") tellUnseen(world, step, unseen);
      const problems = healthProblems(step, observation, health, { since: clock.now() - since });
      const young = youngPods(observation, health);
      awaited ??= new Set(young);
      const waiting: string | undefined =
        clock.now() < podsUntil ? young.find((pod) => awaited?.has(pod)) : undefined;
      if (problems.length === 0 && waiting === undefined) break;
      const late = clock.now() >= deadline && problems.length > 0;
      if (late || problems.some(({ final }) => final)) return problems.map(({ diagnostic }) => diagnostic);
      world.emit({
        type: "step-checking",
        step: step.id,
        check: problems[0]?.diagnostic.summary ?? `pod ${waiting} is pending`,
      });
      await waitUntil(world, await world.control.state(), clock.now() + poll);
    }
    const group = step.kind === "node-group" || step.kind === "changes" ? step.nodeGroup : null;
    if (group === null) return [];
    return await failedChecks(world, "group", {
      wave,
      cluster: step.cluster,
      region: step.region,
      account: step.account,
      nodeGroup: group,
      zone: step.kind === "node-group" || step.kind === "changes" ? step.zone : null,
    });
  } catch (error) {
    return [...diagnosticsOf(world, error)];
  }
}

/** Pods that pend now and may still find a node; those that come later are the next look's. */
function youngPods(observation: StepObservation, health: HealthDefinition): readonly string[] {
  const seen = seenOf(observation);
  return seen === null
    ? []
    : pendingPodsOf(seen, health).young.map(({ namespace, name }) => `${namespace}/${name}`);
}

/** One look, without waiting. */
export async function observedProblems(world: RolloutWorld, step: RolloutStep): Promise<Diagnostic[]> {
  try {
    const observation = await world.actions.observe(step, world.signal);
    return healthProblems(step, observation, world.index.health).map(({ diagnostic }) => diagnostic);
  } catch (error) {
    return [...diagnosticsOf(world, error)];
  }
}

export interface HealthProblem {
  /** Waiting does not help. */
  readonly final: boolean;
  readonly diagnostic: Diagnostic;
}

/**
 * What is not healthy about a step's object after the step. `since`: milliseconds; pods that were stuck then already are
 * left out. Pure.
 */
export function healthProblems(
  step: RolloutStep,
  observation: StepObservation,
  health: HealthDefinition,
  { since }: { readonly since: number } = { since: 0 },
): readonly HealthProblem[] {
  const problem = (final: boolean, summary: string, detail: string): HealthProblem => ({
    final,
    diagnostic: {
      severity: "error",
      code: "ROLLOUT_UNHEALTHY",
      summary: `${step.cluster}: after ${describeStep(step)} ${summary}`,
      detail,
      address: step.cluster,
    },
  });
  const problems: HealthProblem[] = [];
  if (step.kind === "cluster-version" && observation.cluster?.status !== "ACTIVE") {
    problems.push(
      problem(
        false,
        `the control plane is ${observation.cluster?.status ?? "gone"}`,
        "Wait until it is ACTIVE again, then say `rollout resume`.",
      ),
    );
  }
  if (step.kind === "addon" && observation.addon !== null && observation.addon.status !== "ACTIVE") {
    problems.push(
      problem(
        false,
        `the add-on is ${observation.addon.status}`,
        "`aws eks describe-addon` names its health issues. Put them right, then say `rollout resume`.",
      ),
    );
  }
  problems.push(...groupProblems(step, observation, problem));
  const unseen = unseenOf(observation);
  if (unseen !== null && health.kubernetes.look === "required") {
    problems.push({ final: false, diagnostic: unseenProblem(step, unseen) });
  }
  const seen = seenOf(observation);
  if (seen === null) return problems;
  const waiting = seen.nodes.filter(({ ready, target }) => !ready || !target);
  const desired = observation.nodeGroup?.scaling.desired ?? 0;
  if (waiting.length > 0) {
    const names = waiting.map(({ name, problem: why }) => (why === null ? name : `${name} (${why})`));
    problems.push(
      problem(
        false,
        `${waiting.length === 1 ? "1 node is" : `${waiting.length} nodes are`} not Ready with the new version: ${someOf(names)}`,
        "See their conditions with `kubectl describe node`; when they are Ready, say `rollout resume`.",
      ),
    );
  } else if (seen.nodes.length < desired) {
    problems.push(
      problem(
        false,
        `only ${seen.nodes.length} of ${desired} nodes have joined the cluster`,
        "See the group's Auto Scaling activities and the nodes' logs; when they have joined, say `rollout resume`.",
      ),
    );
  }
  const stuck = pendingPodsOf(seen, health).stuck.filter(
    ({ pendingFor }) => since === 0 || pendingFor - since <= health.pendingPods,
  );
  if (stuck.length > 0) {
    problems.push(
      problem(
        true,
        pendingText(stuck, health.pendingPods),
        "`kubectl describe pod` says what they wait for. When they run, say `rollout resume`.",
      ),
    );
  }
  return problems;
}

function groupProblems(
  step: RolloutStep,
  { nodeGroup }: StepObservation,
  problem: (final: boolean, summary: string, detail: string) => HealthProblem,
): HealthProblem[] {
  if (nodeGroup === null) return [];
  const issues = nodeGroup.healthIssues.map(({ code, message }) => `${code}: ${message}`);
  if (nodeGroup.status === "DEGRADED" || issues.length > 0) {
    return [
      problem(
        true,
        `the node group is ${nodeGroup.status}: ${issues.join("; ") || "no issue named"}`,
        "Put the issue right, then say `rollout resume`; the group is tried again.",
      ),
    ];
  }
  if (nodeGroup.status !== "ACTIVE") {
    return [
      problem(
        false,
        `the node group is ${nodeGroup.status}`,
        "Wait until it is ACTIVE, then say `rollout resume`.",
      ),
    ];
  }
  if (step.kind === "node-group" && hasReached(nodeGroup, step.to) === null) {
    const live = nodeGroup.releaseVersion ?? nodeGroup.version;
    return [
      problem(
        true,
        `the node group is on ${live}`,
        "EKS says that the update went through, but the version is another: somebody may have updated it since.",
      ),
    ];
  }
  return [];
}
