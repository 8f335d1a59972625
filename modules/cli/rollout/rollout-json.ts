import { eventText, type RolloutEvent, type RolloutPlan } from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { jsonEventWriter } from "../events/json-event-writer.js";

/** Writes rollouts as Terraform's `-json` does: one object a line, with level, message, module, time and type. */
export interface RolloutJson {
  /** First of all, as every stream begins. */
  version(): void;
  /** What would be done, in short; the whole of it is `rollout plan -json`. */
  planned(plan: RolloutPlan): void;
  /** An event, and a `diagnostic` for each thing that it says is wrong. */
  event(rollout: string, event: RolloutEvent): void;
}

export function rolloutJson(environment: CliEnvironment): RolloutJson {
  const ui = jsonEventWriter(environment);
  const write = (level: Level, message: string, at: number, body: object): void => {
    const line = {
      "@level": level,
      "@message": message,
      "@module": "fleetwright.ui",
      "@timestamp": new Date(at).toISOString(),
      ...body,
    };
    environment.stdout.write(`${JSON.stringify(line)}\n`);
  };
  return {
    version: () => ui({ type: "version" }),
    planned: ({ totals, expected, waves, problems }) => {
      const denied = waves.flatMap(({ clusters }) =>
        clusters.flatMap(({ stages }) =>
          stages.flatMap(({ steps }) => steps.filter(({ verdict }) => verdict?.allowed === false)),
        ),
      );
      for (const diagnostic of problems) ui({ type: "diagnostic", diagnostic });
      write(
        denied.length > 0 ? "error" : "info",
        `Rollout: ${totals.clusters} clusters, ${totals.steps} steps, ${totals.nodes} nodes`,
        environment.now().getTime(),
        {
          type: "rollout_planned",
          totals,
          expected_seconds: expected,
          waves: waves.map(({ name, totals: ofWave }) => ({ name, ...ofWave })),
          denied: denied.map(({ step, verdict }) => ({
            step: step.id,
            rules: (verdict?.findings ?? [])
              .filter(
                ({ severity, waiver, standing }) => severity === "deny" && waiver === undefined && !standing,
              )
              .map(({ rule }) => rule),
          })),
        },
      );
    },
    event: (rollout, event) => {
      const { type, at, ...rest } = event;
      const name = type.replaceAll("-", "_");
      write(levelOf(event), eventText(event), at, {
        type: name.startsWith("rollout_") ? name : `rollout_${name}`,
        rollout,
        ...rest,
      });
      for (const diagnostic of event.type === "step-failed" ? event.diagnostics : []) {
        ui({ type: "diagnostic", diagnostic });
      }
    },
  };
}

type Level = "info" | "warn" | "error";

function levelOf(event: RolloutEvent): Level {
  switch (event.type) {
    case "step-failed":
    case "wave-stopped":
      return "error";
    case "step-drift":
    case "kubernetes-unseen":
      return "warn";
    case "check-finished":
      return event.problem === null ? "info" : "error";
    case "step-judged":
      return event.allowed ? "info" : "error";
    case "rollout-finished":
      return event.outcome === "completed" ? "info" : "warn";
    default:
      return "info";
  }
}
