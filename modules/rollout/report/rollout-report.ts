import type { Waiver } from "../../policy/index.js";
import type { RolloutRecord } from "../engine/rollout-engine.js";
import { rolloutStatus } from "../status/rollout-status.js";
import type { RolloutEvent } from "../workflow/rollout-event.js";

/** A rollout's history as one document, for audits. Plain JSON. */
export interface RolloutReport {
  readonly id: string;
  readonly title: string;
  readonly who: string;
  readonly planDigest: string;
  readonly state: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly totals: RolloutRecord["request"]["plan"]["totals"];
  readonly waves: readonly {
    readonly name: string;
    readonly state: string;
    readonly clusters: string;
    readonly groups: string;
    readonly attempts: number;
  }[];
  readonly commands: readonly {
    readonly at: string;
    readonly who: string;
    readonly command: string;
    readonly wave: string | null;
    readonly reason: string | null;
  }[];
  readonly steps: readonly ReportedStep[];
  readonly waivers: readonly Waiver[];
  readonly checks: readonly ReportedCheck[];
  /** Clusters whose Kubernetes API could not be looked at, so that EKS's own word counted. */
  readonly unseen: readonly { readonly cluster: string; readonly reason: string }[];
}

/** A check of the user's, each time that it was run to its end. */
export interface ReportedCheck {
  readonly at: string;
  readonly name: string;
  readonly wave: string;
  readonly cluster: string | null;
  readonly nodeGroup: string | null;
  readonly attempts: number;
  readonly passed: boolean;
  readonly problem: string | null;
}

export interface ReportedStep {
  readonly id: string;
  readonly attempt: number | null;
  readonly outcome: "done" | "skipped" | "failed";
  readonly at: string;
  readonly seconds: number | null;
  readonly planDigest: string | null;
  readonly bundleDigest: string | null;
  readonly allowed: boolean | null;
  readonly waivers: readonly string[];
  readonly force: boolean;
  readonly drift: readonly string[];
  readonly updateIds: readonly string[];
  readonly problems: readonly string[];
}

/** Everything of note that a rollout's events tell, also of one that still runs. */
export function rolloutReport({ id, request, events }: RolloutRecord): RolloutReport {
  const status = rolloutStatus(request.plan, events);
  const judged = new Map<
    string,
    { planDigest: string; bundleDigest: string; allowed: boolean; waivers: readonly Waiver[] }
  >();
  const drift = new Map<string, readonly string[]>();
  const started = new Map<string, { attempt: number; force: boolean }>();
  const steps = new Map<string, ReportedStep>();
  const waivers = new Map<string, Waiver>();
  const unseen = new Map<string, string>();
  for (const event of events) {
    if (event.type === "step-judged") {
      judged.set(event.step, event);
      for (const waiver of event.waivers) waivers.set(JSON.stringify(waiver), waiver);
    } else if (event.type === "kubernetes-unseen") unseen.set(event.cluster, event.reason);
    else if (event.type === "step-drift") drift.set(event.step, event.differences);
    else if (event.type === "step-started") started.set(event.step, event);
    else if (event.type === "step-done" || event.type === "step-failed") {
      const failed = event.type === "step-failed";
      const verdict = judged.get(event.step);
      const attempt = failed ? event.attempt : (started.get(event.step)?.attempt ?? null);
      steps.set(`${event.step} ${attempt}`, {
        id: event.step,
        attempt,
        outcome: failed ? "failed" : event.skipped === null ? "done" : "skipped",
        at: iso(event.at),
        seconds: failed ? null : event.seconds,
        planDigest: verdict?.planDigest ?? null,
        bundleDigest: verdict?.bundleDigest ?? null,
        allowed: verdict?.allowed ?? null,
        waivers: (verdict?.waivers ?? []).map(({ rule }) => rule),
        force: started.get(event.step)?.force ?? false,
        drift: drift.get(event.step) ?? [],
        updateIds: failed ? [] : event.updateIds,
        problems: failed
          ? event.diagnostics.map(({ summary }) => summary)
          : event.skipped === null
            ? []
            : [event.skipped],
      });
    }
  }
  return {
    id,
    title: request.title,
    who: request.who,
    planDigest: request.planDigest,
    state: status.state,
    startedAt: status.startedAt === null ? null : iso(status.startedAt),
    finishedAt: status.finishedAt === null ? null : iso(status.finishedAt),
    totals: request.plan.totals,
    waves: status.waves.map(({ name, state, clusters, groups, attempt }) => ({
      name,
      state,
      clusters: `${clusters.done}/${clusters.total}`,
      groups: `${groups.done}/${groups.total}`,
      attempts: attempt,
    })),
    commands: events.flatMap((event) =>
      event.type === "controlled"
        ? [
            {
              at: iso(event.at),
              who: event.who,
              command: event.command,
              wave: event.wave,
              reason: event.reason,
            },
          ]
        : [],
    ),
    steps: [...steps.values()],
    waivers: [...waivers.values()],
    checks: events.flatMap((event) => (event.type === "check-finished" ? [reportedCheck(event)] : [])),
    unseen: [...unseen].map(([cluster, reason]) => ({ cluster, reason })),
  };
}

function reportedCheck(event: Extract<RolloutEvent, { type: "check-finished" }>): ReportedCheck {
  const { at, check, wave, cluster, nodeGroup, attempts, problem } = event;
  return { at: iso(at), name: check, wave, cluster, nodeGroup, attempts, passed: problem === null, problem };
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
