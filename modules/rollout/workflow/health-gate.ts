import type { Diagnostic } from "../../diagnostics/index.js";
import { formatDuration } from "../definition/duration-text.js";
import type { HealthDefinition } from "../definition/rollout-definition.js";
import { describeStep, type RolloutStep } from "../plan/rollout-step.js";
import { hasReached } from "./assess-step.js";
import { diagnosticsOf } from "./diagnostics-of.js";
import type { StepObservation } from "./rollout-actions.js";
import type { RolloutWorld } from "./rollout-world.js";
import { failedChecks } from "./run-checks.js";
import { waitUntil } from "./waiting.js";

const poll = 15_000;

/**
 * Whether the step's object is healthy once EKS says that it has finished: waits for nodes to become Ready as long
 * as the definition allows, then runs the user's checks. Empty: passed.
 */
export async function passHealthGate(
  world: RolloutWorld,
  wave: string,
  step: RolloutStep,
): Promise<Diagnostic[]> {
  const { clock } = world.actions;
  const deadline = clock.now() + world.index.health.nodesReadyWithin;
  try {
    for (;;) {
      const observation = await world.actions.observe(step, world.signal);
      const problems = healthProblems(step, observation, world.index.health);
      if (problems.length === 0) break;
      if (problems.some(({ final }) => final) || clock.now() >= deadline) {
        return problems.map(({ diagnostic }) => diagnostic);
      }
      world.emit({
        type: "step-checking",
        step: step.id,
        check: problems[0]?.diagnostic.summary ?? "health",
      });
      await waitUntil(world, await world.control.state(), Math.min(deadline, clock.now() + poll));
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

/** What is not healthy about a step's object after the step. Pure. */
export function healthProblems(
  step: RolloutStep,
  observation: StepObservation,
  health: HealthDefinition,
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
  const { kubernetes } = observation;
  if (kubernetes === null) return problems;
  const waiting = kubernetes.nodes.filter(({ ready, target }) => !ready || !target);
  if (waiting.length > 0) {
    const names = some(waiting.map(({ name }) => name));
    problems.push(
      problem(
        false,
        `${waiting.length} nodes are not Ready with the new version: ${names}`,
        "See their conditions with `kubectl describe node`; when they are Ready, say `rollout resume`.",
      ),
    );
  }
  const limit = health.pendingPods;
  const stuck = limit === null ? [] : kubernetes.pendingPods.filter(({ pendingFor }) => pendingFor > limit);
  if (stuck.length > 0 && limit !== null) {
    const names = some(stuck.map(({ namespace, name }) => `${namespace}/${name}`));
    problems.push(
      problem(
        true,
        `${stuck.length} pods have been pending for more than ${formatDuration(limit)}: ${names}`,
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

function some(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  return names.length > 5 ? `${shown} and ${names.length - 5} more` : shown;
}
