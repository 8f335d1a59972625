import { type Diagnostic, FleetwrightError } from "../../diagnostics/index.js";
import type { Finding, Waiver } from "../../policy/index.js";
import { describeStep, type RolloutStep } from "../plan/rollout-step.js";
import { matchesGlob } from "../plan/wave-members.js";
import { assessStep } from "./assess-step.js";
import { diagnosticsOf } from "./diagnostics-of.js";
import {
  blockedBy,
  pendingBefore,
  seenOf,
  tellUnseen,
  unseenOf,
  unseenProblem,
} from "./kubernetes-health.js";
import { forceRule, healthRule } from "./loosening-rules.js";
import type { Preparation } from "./results.js";
import type { StepObservation } from "./rollout-actions.js";
import type { RolloutWorld } from "./rollout-world.js";
import { waitUntil } from "./waiting.js";

const busyPoll = 30_000;
const busyLimit = 2 * 3_600_000;

/**
 * What is live right before a step: whether it still has to be done, whether somebody else has been at work,
 * whether it can go through, and what the policies say of it now.
 */
export async function prepare(world: RolloutWorld, step: RolloutStep): Promise<Preparation> {
  try {
    return await prepared(world, step);
  } catch (error) {
    return { decision: "stop", diagnostics: [...diagnosticsOf(world, error)], drift: [] };
  }
}

async function prepared(world: RolloutWorld, step: RolloutStep): Promise<Preparation> {
  const observation = await settledObservation(world, step);
  const assessment = assessStep(step, observation);
  const drift = [...assessment.drift];
  if (drift.length > 0) world.emit({ type: "step-drift", step: step.id, differences: drift });
  if (assessment.kind === "done") return { decision: "skip", reason: assessment.reason, drift };
  if (assessment.kind === "stop") {
    return { decision: "stop", diagnostics: [assessment.diagnostic], drift };
  }
  const waivers = await world.actions.waivers();
  const today = new Date(world.actions.clock.now()).toISOString().slice(0, 10);
  const health = waiverFor(waivers, healthRule, step, today);
  const attaches = assessment.kind === "do" && assessment.attaches;
  const unseen = unseenOf(observation);
  if (unseen !== null && world.index.health.kubernetes.look === "required") {
    return { decision: "stop", diagnostics: [unseenProblem(step, unseen)], drift };
  }
  if (unseen !== null) tellUnseen(world, step, unseen);
  const seen = seenOf(observation);
  const unhealthy = attaches
    ? []
    : [
        ...healthIssues(step, observation),
        ...(seen === null ? [] : pendingBefore(step, seen, world.index.health)),
      ];
  if (unhealthy.length > 0 && health === null) {
    return { decision: "stop", diagnostics: unhealthy, drift };
  }
  const budgets = attaches ? [] : (seen?.blockingBudgets ?? []);
  const force = waiverFor(waivers, forceRule, step, today);
  if (budgets.length > 0 && force === null && step.nodes > 0) {
    return { decision: "stop", diagnostics: budgets.map((budget) => blockedBy(step, budget)), drift };
  }
  const plan = await world.actions.planStep(step, observation, world.signal);
  if (!plan.changes) return { decision: "skip", reason: "nothing to change any more", drift };
  const { verdict } = plan;
  const used = [
    ...verdict.findings.flatMap(({ waiver }) => (waiver === undefined ? [] : [waiver])),
    ...(unhealthy.length > 0 && health !== null ? [health] : []),
    ...(budgets.length > 0 && force !== null ? [force] : []),
  ];
  world.emit({
    type: "step-judged",
    step: step.id,
    allowed: verdict.allowed,
    planDigest: plan.digest,
    bundleDigest: verdict.bundleDigest,
    waivers: used,
  });
  if (!verdict.allowed)
    return { decision: "stop", diagnostics: denials(step, plan.verdict.findings, drift), drift };
  return {
    decision: "apply",
    planDigest: plan.digest,
    bundleDigest: verdict.bundleDigest,
    findings: verdict.findings.map(({ rule, severity, waiver }) => ({
      rule,
      severity,
      waived: waiver !== undefined,
    })),
    waivers: used,
    force: budgets.length > 0 && force !== null,
    drift,
  };
}

/** Waits for an update that is not this step's to end: EKS runs one at a time on an object. */
async function settledObservation(world: RolloutWorld, step: RolloutStep): Promise<StepObservation> {
  const since = world.actions.clock.now();
  for (let told = false; ; told = true) {
    const observation = await world.actions.observe(step, world.signal);
    if (assessStep(step, observation).kind !== "busy") return observation;
    const now = world.actions.clock.now();
    const update = observation.runningUpdate;
    if (now - since > busyLimit) throw tooLong(step, update?.id ?? "an update");
    if (!told) {
      const reason = `somebody else's ${update?.type ?? "update"} ${update?.id ?? ""} is running`;
      world.emit({ type: "step-waiting", step: step.id, reason, until: null });
    }
    await waitUntil(world, await world.control.state(), now + busyPoll);
  }
}

function waiverFor(
  waivers: readonly Waiver[],
  rule: string,
  step: RolloutStep,
  today: string,
): Waiver | null {
  const group = step.kind === "node-group" ? step.group : step.kind === "changes" ? step.nodeGroup : null;
  const zone = step.kind === "node-group" || step.kind === "changes" ? step.zone : null;
  const covers = (pattern: string | undefined, value: string | null): boolean =>
    pattern === undefined || pattern === "*" || (value !== null && matchesGlob(pattern, value));
  return (
    waivers.find(
      ({ rule: waived, scope, expires }) =>
        waived === rule &&
        today <= expires &&
        covers(scope.cluster, step.cluster) &&
        covers(scope.nodeGroup, group) &&
        covers(scope.zone, zone),
    ) ?? null
  );
}

function healthIssues(step: RolloutStep, { nodeGroup }: StepObservation): Diagnostic[] {
  if (nodeGroup === null || (nodeGroup.status !== "DEGRADED" && nodeGroup.healthIssues.length === 0))
    return [];
  const issues = nodeGroup.healthIssues.map(({ code, message }) => `${code}: ${message}`);
  return [
    {
      severity: "error",
      code: "ROLLOUT_UNHEALTHY_BEFORE",
      summary: `${step.cluster}: ${describeStep(step)} does not begin, as the group is ${nodeGroup.status}`,
      detail: `${issues.join("; ") || "EKS names no issue."} Put the group right and say \`rollout resume\`, or waive ${healthRule} for it.`,
      address: step.cluster,
    },
  ];
}

function denials(step: RolloutStep, findings: readonly Finding[], drift: readonly string[]): Diagnostic[] {
  const changed = drift.length === 0 ? "" : ` Since the rollout was planned: ${drift.join("; ")}.`;
  const open = findings.filter(({ waiver }) => waiver === undefined);
  const denying = open.filter(({ severity }) => severity === "deny");
  // With warnings made to deny there may be no other.
  return (denying.length > 0 ? denying : open).map(
    ({ rule, message, recommendedAction }): Diagnostic => ({
      severity: "error",
      code: "ROLLOUT_DENIED",
      summary: `${step.cluster}: ${describeStep(step)} is denied by ${rule}: ${message}`,
      detail: `${recommendedAction}${changed}`,
      address: step.cluster,
    }),
  );
}

function tooLong(step: RolloutStep, update: string): FleetwrightError {
  return new FleetwrightError("aws", [
    {
      severity: "error",
      code: "ROLLOUT_BUSY",
      summary: `${step.cluster}: ${describeStep(step)} does not begin, as ${update} has been running for two hours`,
      detail: "Somebody else started it. See why it does not end, then say `rollout resume`.",
      address: step.cluster,
    },
  ]);
}
