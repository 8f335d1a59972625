import { formatDuration } from "../definition/duration-text.js";
import type { RolloutEvent } from "../workflow/rollout-event.js";

/** An event as one line for a log; null for those that are only progress. */
export function eventLine(event: RolloutEvent): string | null {
  const time = new Date(event.at).toISOString().replace(/\.\d+Z$/, "Z");
  const text = isProgress(event) ? null : eventText(event);
  return text === null ? null : `${time}  ${text}`;
}

function isProgress(event: RolloutEvent): boolean {
  const quietVerdict = event.type === "step-judged" && event.allowed && event.waivers.length === 0;
  return event.type === "step-progress" || event.type === "step-checking" || quietVerdict;
}

/** An event as a sentence. */
export function eventText(event: RolloutEvent): string {
  switch (event.type) {
    case "runner-started":
      return `runner ${event.runner} at work`;
    case "runner-stopped":
      return `runner ${event.runner} leaves: ${event.reason}`;
    case "rollout-started":
      return "rollout begins";
    case "wave-awaits-approval":
      return `wave ${event.wave} awaits approval: fleetwright rollout approve -wave ${event.wave}`;
    case "wave-started":
      return `wave ${event.wave} begins${event.attempt > 1 ? ` again (attempt ${event.attempt})` : ""}`;
    case "cluster-started":
      return `${event.cluster}: begins`;
    case "step-waiting":
      return `${event.step}: waits, ${event.reason}${event.until === null ? "" : ` until ${new Date(event.until).toISOString()}`}`;
    case "kubernetes-unseen":
      return `${event.cluster}: Kubernetes is not looked at: ${event.reason}`;
    case "step-drift":
      return `${event.step}: drift: ${event.differences.join("; ")}`;
    case "step-judged": {
      const rules = event.waivers.map(({ rule }) => rule).join(", ");
      const under = rules === "" ? "" : ` under waivers of ${rules}`;
      return `${event.step}: ${event.allowed ? `allowed${under}` : "denied by the policies"}`;
    }
    case "step-started":
      return `${event.step}: starts${event.force ? " (force)" : ""}`;
    case "step-progress":
      return `${event.step}: ${event.phase}${event.nodes === null ? "" : `, nodes ${event.nodes.old} old, ${event.nodes.new} new`}`;
    case "check-finished": {
      const where = event.nodeGroup ?? event.cluster ?? `wave ${event.wave}`;
      const tries = event.attempts > 1 ? ` after ${event.attempts} tries` : "";
      return `${where}: check ${event.check} ${event.problem === null ? "passed" : "failed"}${tries}`;
    }
    case "step-checking":
      return `${event.step}: checking: ${event.check}`;
    case "step-done":
      return event.skipped === null
        ? `${event.step}: done after ${formatDuration(event.seconds * 1_000)}`
        : `${event.step}: nothing to do, ${event.skipped}`;
    case "step-failed":
      return `${event.step}: failed: ${event.diagnostics.map(({ summary, detail }) => (detail === undefined ? summary : `${summary}. ${detail}`)).join(" | ")}`;
    case "cluster-finished":
      return `${event.cluster}: ${event.outcome}`;
    case "wave-stopped":
      return `wave ${event.wave} stops: ${event.reason}`;
    case "wave-soaking":
      return `wave ${event.wave} soaks until ${new Date(event.until).toISOString()}`;
    case "wave-finished":
      return `wave ${event.wave} finished${event.failed > 0 ? `, ${event.failed} clusters failed` : ""}`;
    case "controlled":
      return `${event.who} says ${event.command}${event.wave === null ? "" : ` ${event.wave}`}${event.reason === null ? "" : `: ${event.reason}`}`;
    case "rollout-finished":
      return `rollout ${event.outcome}`;
  }
}
