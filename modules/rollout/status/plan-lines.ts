import { formatDuration } from "../definition/duration-text.js";
import type { PlannedStep, PlannedWave, RolloutPlan } from "../plan/rollout-plan.js";
import { describeStep } from "../plan/rollout-step.js";
import { range, table } from "./status-lines.js";

/** A rollout plan as text. `details`: every step; otherwise only what every wave and cluster amounts to. */
export function planLines(plan: RolloutPlan, options: { readonly details: boolean }): readonly string[] {
  const lines: string[] = [];
  for (const wave of plan.waves) {
    if (wave.clusters.length === 0) continue;
    lines.push(waveHead(wave), ...clusterLines(wave, options.details), "");
  }
  for (const { summary, detail } of plan.problems)
    lines.push(`Left out: ${summary}. ${detail ?? ""}`.trimEnd());
  if (plan.unassigned.length > 0) lines.push(`In no wave: ${plan.unassigned.join(", ")}`);
  if (plan.unchanged.length > 0) lines.push(`Nothing to do: ${plan.unchanged.length} clusters`);
  const { totals, expected, finishes } = plan;
  if (totals.steps === 0) return [...lines, "There is nothing to roll."];
  lines.push(
    `Rollout: ${totals.clusters} clusters, ${totals.steps} steps, ${totals.groups} group updates, ${totals.nodes} nodes replaced, at most ${totals.surge} extra at once; ${range(expected.low, expected.high)} with soaks.`,
  );
  if (finishes !== null) {
    lines.push(
      `Begun now it ends between ${instant(finishes.low)} and ${instant(finishes.high)}, windows included.`,
    );
  }
  return [...lines, ...verdictLines(plan), ...disruptionLines(plan.disruptions)];
}

function waveHead({ name, settings, totals, expected }: PlannedWave): string {
  const approval = settings.approval === "before" ? ", after approval" : "";
  const soak = settings.soak > 0 ? `, soak ${formatDuration(settings.soak)}` : "";
  return `Wave ${name}: ${totals.clusters} clusters, ${totals.groups} group updates, ${totals.nodes} nodes, surge ${totals.surge}, ${range(expected.low, expected.high)}${soak}${approval}`;
}

function clusterLines(wave: PlannedWave, details: boolean): readonly string[] {
  if (!details) {
    return table(
      wave.clusters.map(({ name, totals, expected, stages }) => [
        `  ${name}`,
        `${totals.steps} steps`,
        `${totals.nodes} nodes`,
        `surge ${totals.surge}`,
        range(expected.low, expected.high),
        verdictOf(stages.flatMap(({ steps }) => steps)),
      ]),
    );
  }
  return wave.clusters.flatMap(({ name, stages }) => [
    `  ${name}`,
    ...stages.flatMap((stage) => [
      `    ${stage.name}`,
      ...table(
        stage.steps.map((planned) => [
          `      ${describeStep(planned.step)}`,
          `${planned.step.nodes} nodes`,
          `surge ${planned.step.surge}`,
          range(planned.expected.low, planned.expected.high),
          verdictOf([planned]),
        ]),
      ),
    ]),
  ]);
}

function verdictOf(steps: readonly PlannedStep[]): string {
  if (steps.some(({ verdict }) => verdict === null)) return "not judged";
  const denied = steps.filter(({ verdict }) => verdict?.allowed === false).length;
  if (denied > 0) return steps.length === 1 ? "denied" : `${denied} steps denied`;
  const waived = steps.some(({ verdict }) => verdict?.findings.some(({ waiver }) => waiver !== undefined));
  return waived ? "allowed under waiver" : "allowed";
}

/** Each denial once, with the steps that it concerns. */
function verdictLines(plan: RolloutPlan): readonly string[] {
  const steps = plan.waves.flatMap(({ clusters }) =>
    clusters.flatMap(({ stages }) => stages.flatMap((stage) => stage.steps)),
  );
  const denied = steps.filter(({ verdict }) => verdict?.allowed === false);
  if (denied.length === 0)
    return steps.some(({ verdict }) => verdict === null) ? [] : ["The policies allow every step."];
  const lines = ["", `The policies deny ${denied.length} of ${steps.length} steps:`];
  for (const { step, verdict } of denied) {
    for (const finding of verdict?.findings ?? []) {
      if (finding.severity !== "deny" || finding.waiver !== undefined || finding.standing) continue;
      lines.push(`  ${step.cluster}, ${describeStep(step)}: ${finding.rule} ${finding.message}`);
    }
  }
  return lines;
}

/** What stands in the way of drains as things are now. */
function disruptionLines({ blocking, unseen }: RolloutPlan["disruptions"]): readonly string[] {
  const lines: string[] = [];
  if (blocking.length > 0) {
    lines.push("", `Disruption budgets that would block, as things are now (${blocking.length}):`);
    for (const { cluster, nodeGroup, namespace, name, why, pods } of blocking) {
      const reason = why === "several-budgets" ? "is not the only budget of" : "lets go none of";
      lines.push(`  ${cluster}, node group ${nodeGroup}: ${namespace}/${name} ${reason} ${pods.join(", ")}`);
    }
    lines.push("Their steps will not begin before that is put right, or waived with FW-ROLLOUT-001.");
  }
  if (unseen.length > 0) {
    lines.push(
      "",
      `Kubernetes could not be looked at on ${unseen.length} clusters; EKS's own word counts there:`,
    );
    for (const { cluster, reason } of unseen.slice(0, 5)) lines.push(`  ${cluster}: ${reason}`);
    if (unseen.length > 5) lines.push(`  and ${unseen.length - 5} more`);
  }
  return lines;
}

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/:\d\d\.\d+Z$/, "Z");
}
