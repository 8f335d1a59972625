import { formatDuration } from "../definition/duration-text.js";
import type { ReportedStep, RolloutReport } from "./rollout-report.js";

/** The report as Markdown, for a pull request or a ticket. */
export function rolloutReportMarkdown(report: RolloutReport): string {
  const { totals } = report;
  const took =
    report.startedAt === null || report.finishedAt === null
      ? ""
      : ` (${formatDuration(Date.parse(report.finishedAt) - Date.parse(report.startedAt))})`;
  const lines = [
    `# Rollout ${report.id}: ${report.title}`,
    "",
    `- State: **${report.state}**`,
    `- By: ${report.who}`,
    `- From ${report.startedAt ?? "not begun"} to ${report.finishedAt ?? "still open"}${took}`,
    `- ${totals.clusters} clusters, ${totals.groups} group updates, ${totals.nodes} nodes`,
    `- Plan digest: \`${report.planDigest}\``,
    "",
    "| Wave | State | Clusters | Groups | Attempts |",
    "|---|---|---|---|---|",
    ...report.waves.map(({ name, state, clusters, groups, attempts }) =>
      row([name, state, clusters, groups, String(attempts)]),
    ),
  ];
  if (report.commands.length > 0) {
    lines.push("", "## What people said", "", "| When | Who | Said | Why |", "|---|---|---|---|");
    for (const { at, who, command, wave, reason } of report.commands) {
      lines.push(row([at, who, wave === null ? command : `${command} ${wave}`, reason ?? ""]));
    }
  }
  if (report.waivers.length > 0) {
    lines.push("", "## Waivers used", "", "| Rule | Owner | Reason | Expires |", "|---|---|---|---|");
    for (const { rule, owner, reason, expires } of report.waivers)
      lines.push(row([rule, owner, reason, expires]));
  }
  if (report.unseen.length > 0) {
    lines.push("", "## Where Kubernetes was not looked at", "", "| Cluster | Why |", "|---|---|");
    for (const { cluster, reason } of report.unseen) lines.push(row([cluster, reason]));
  }
  if (report.checks.length > 0) {
    lines.push("", "## Checks", "", "| When | Check | Where | Result |", "|---|---|---|---|");
    for (const { at, name, wave, cluster, nodeGroup, attempts, passed, problem } of report.checks) {
      const where = nodeGroup === null ? (cluster ?? `wave ${wave}`) : `${cluster}: ${nodeGroup}`;
      const tries = attempts > 1 ? `, ${attempts} tries` : "";
      lines.push(
        row([
          at,
          name,
          where,
          `${passed ? "passed" : "failed"}${tries}${problem === null ? "" : `: ${problem}`}`,
        ]),
      );
    }
  }
  const failed = report.steps.filter(({ outcome }) => outcome === "failed");
  if (failed.length > 0) {
    lines.push("", "## What failed", "", "| When | Step | Attempt | Why |", "|---|---|---|---|");
    for (const { at, id, attempt, problems } of failed)
      lines.push(row([at, id, String(attempt ?? ""), problems.join("; ")]));
  }
  lines.push(
    "",
    "## Steps",
    "",
    "| Ended | Step | Outcome | Took | Verdict | Plan | Updates | Drift |",
    "|---|---|---|---|---|---|---|---|",
  );
  for (const step of report.steps) {
    const duration = step.seconds === null ? "" : formatDuration(step.seconds * 1_000);
    lines.push(
      row([
        step.at,
        step.id,
        step.outcome,
        duration,
        verdictOf(step),
        step.planDigest?.replace("sha256:", "").slice(0, 12) ?? "",
        step.updateIds.join(" "),
        step.drift.join("; "),
      ]),
    );
  }
  return `${lines.join("\n")}\n`;
}

function verdictOf({ allowed, waivers, force }: ReportedStep): string {
  if (allowed === null) return "";
  const under = waivers.length === 0 ? "" : ` under ${waivers.join(", ")}`;
  return `${allowed ? "allowed" : "denied"}${under}${force ? ", force" : ""}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("\n", " ")).join(" | ")} |`;
}
