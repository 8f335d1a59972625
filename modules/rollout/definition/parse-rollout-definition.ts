import { type Diagnostic, FleetwrightError, type SourceLocation } from "../../diagnostics/index.js";
import type { JsonObject } from "../../plan/index.js";
import { parseCalendar } from "../schedule/parse-calendar.js";
import { parseDuration } from "./duration-text.js";
import type {
  CheckDefinition,
  ClusterSelector,
  FailureBudget,
  KubernetesDefinition,
  RolloutDefinition,
  WaveDefinition,
} from "./rollout-definition.js";
import { type RolloutDocument, rolloutSchema } from "./rollout-schema.js";

export type LocateInRollout = (path: readonly (string | number)[]) => SourceLocation | undefined;

/** One wave over everything, one cluster and one group at a time: what holds where the fleet file says nothing. */
export const defaultRolloutDocument: RolloutDocument = { waves: [{ name: "all", clusters: "all" }] };

/**
 * Reads the `rollout` section of a fleet file; null or undefined gives the default. `locate` finds the place
 * of a path below the section. Throws a FleetwrightError with every problem found.
 */
export function parseRolloutDefinition(value: unknown, locate?: LocateInRollout): RolloutDefinition {
  const parsed = rolloutSchema.safeParse(value ?? defaultRolloutDocument);
  if (parsed.success) return resolveDefinition(parsed.data);
  throw new FleetwrightError(
    "user",
    parsed.error.issues.map((issue): Diagnostic => {
      const path = issue.path.filter((part): part is string | number => typeof part !== "symbol");
      const location = locate?.(path);
      return {
        severity: "error",
        code: "ROLLOUT_INVALID_DEFINITION",
        summary: `Invalid rollout definition at ${["rollout", ...path].join(".")}`,
        detail: issue.message,
        ...(location === undefined ? {} : { location }),
      };
    }),
  );
}

/** The section's JSON Schema, for the fleet file's own. */
export async function rolloutJsonSchema(): Promise<JsonObject> {
  const { z } = await import("zod");
  const parsed: JsonObject = JSON.parse(JSON.stringify(z.toJSONSchema(rolloutSchema, { io: "input" })));
  return parsed;
}

function resolveDefinition(document: RolloutDocument): RolloutDefinition {
  return {
    waves: document.waves.map((wave): WaveDefinition => {
      const setting = { ...document, ...wave };
      return {
        name: wave.name,
        clusters: selectorOf(wave.clusters),
        maxConcurrentClusters: setting.maxConcurrentClusters ?? 1,
        maxConcurrentGroups: setting.maxConcurrentGroups ?? 1,
        zones: setting.zones ?? "sequential",
        soak: milliseconds(setting.soak, 0),
        calendar: setting.windows === undefined ? null : parseCalendar(setting.windows),
        failureBudget: budgetOf(setting.failureBudget),
        approval: wave.approval ?? "none",
      };
    }),
    updatesPerMinute: document.updatesPerMinute ?? null,
    checks: (document.checks ?? []).map(checkOf),
    health: {
      pendingPods: milliseconds(document.health?.pendingPods, 10 * 60_000),
      pendingPodsIn: document.health?.pendingPodsIn ?? null,
      nodesReadyWithin: milliseconds(document.health?.nodesReadyWithin, 15 * 60_000),
      kubernetes: kubernetesOf(document.health?.kubernetes),
    },
  };
}

function selectorOf(selector: RolloutDocument["waves"][number]["clusters"]): ClusterSelector {
  if (selector === "all") return { kind: "all" };
  const labels = Object.entries(selector.labels ?? {}).map(([key, value]): [string, readonly string[]] => [
    key,
    typeof value === "string" ? [value] : value,
  ]);
  return { kind: "matching", names: selector.names ?? null, labels: Object.fromEntries(labels) };
}

function budgetOf(budget: RolloutDocument["failureBudget"]): FailureBudget {
  if (budget === undefined) return { groups: 1 };
  return "groups" in budget ? { groups: budget.groups } : { share: Number.parseFloat(budget.share) / 100 };
}

function checkOf(check: NonNullable<RolloutDocument["checks"]>[number]): CheckDefinition {
  return {
    name: check.name,
    when: check.when ?? "cluster",
    timeout: milliseconds(check.timeout, 60_000),
    attempts: check.attempts ?? 1,
    run:
      check.http === undefined
        ? { kind: "command", command: check.command ?? [] }
        : { kind: "http", url: check.http, method: check.method ?? "GET", status: check.status ?? 200 },
  };
}

function kubernetesOf(given: NonNullable<RolloutDocument["health"]>["kubernetes"]): KubernetesDefinition {
  const { look, kubeconfig, context } = typeof given === "string" ? { look: given } : (given ?? {});
  return {
    look: look ?? "when-reachable",
    kubeconfig: kubeconfig ?? null,
    // The name that `aws eks update-kubeconfig` gives.
    context: context ?? "arn:aws:eks:{region}:{account}:cluster/{cluster}",
  };
}

function milliseconds(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : (parseDuration(text) ?? otherwise);
}
