import type { Diagnostic } from "../../diagnostics/index.js";
import type { CheckDefinition } from "../definition/rollout-definition.js";
import { runCommandCheck } from "./command-check.js";
import { runHttpCheck } from "./http-check.js";
import type { CheckPlace, RolloutWorld } from "./rollout-world.js";
import { leaveWhenAsked } from "./waiting.js";

/** Between two tries, in milliseconds. */
const tryAgainAfter = 10_000;

/** Runs the user's checks of a kind, each as often as it may be tried; one diagnostic for each that fails. */
export async function failedChecks(
  world: RolloutWorld,
  when: CheckDefinition["when"],
  place: CheckPlace,
): Promise<Diagnostic[]> {
  const failures: Diagnostic[] = [];
  for (const check of world.index.plan.definition.checks.filter((candidate) => candidate.when === when)) {
    let problem: string | null = null;
    let attempts = 0;
    do {
      if (attempts > 0) await world.actions.clock.sleep(tryAgainAfter, world.signal);
      attempts += 1;
      problem = await world.runCheck(check, place, world.signal);
      leaveWhenAsked(world);
    } while (problem !== null && attempts < check.attempts);
    const { wave, cluster, nodeGroup } = place;
    world.emit({ type: "check-finished", check: check.name, wave, cluster, nodeGroup, attempts, problem });
    if (problem !== null) failures.push(failure(check, place, problem));
  }
  return failures;
}

/** Runs one check once. Null: passed; otherwise what was wrong, with the end of what it printed. */
export function runCheck(
  { name, run, timeout }: CheckDefinition,
  place: CheckPlace,
  signal: AbortSignal,
): Promise<string | null> {
  if (run.kind === "http") {
    const { method, status } = run;
    const url = fill(run.url, place, encodeURIComponent);
    return runHttpCheck({ url, method, status, body: { check: name, ...place }, timeout, signal });
  }
  return runCommandCheck({
    command: run.command.map((part) => fill(part, place, String)),
    variables: { FLEETWRIGHT_CHECK: name, ...placeVariables(place) },
    timeout,
    signal,
  });
}

function fill(text: string, place: CheckPlace, encode: (value: string) => string): string {
  const values: { readonly [name: string]: string | null } = { ...place };
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    return value === undefined || value === null ? whole : encode(value);
  });
}

/** The same values for scripts: `FLEETWRIGHT_CLUSTER`, `FLEETWRIGHT_NODE_GROUP`, … */
function placeVariables(place: CheckPlace): { readonly [name: string]: string } {
  return Object.fromEntries(
    Object.entries(place).flatMap(([name, value]) =>
      typeof value === "string"
        ? [[`FLEETWRIGHT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`, value]]
        : [],
    ),
  );
}

function failure(check: CheckDefinition, place: CheckPlace, problem: string): Diagnostic {
  const where = place.nodeGroup ?? place.cluster ?? `wave ${place.wave}`;
  return {
    severity: "error",
    code: "ROLLOUT_CHECK_FAILED",
    summary: `Check ${check.name} failed for ${where}`,
    detail: `${problem}\nWhen it passes again, say \`rollout resume\`.`,
    ...(place.cluster === null ? {} : { address: place.cluster }),
  };
}
