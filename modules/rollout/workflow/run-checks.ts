import { execFile } from "node:child_process";
import type { Diagnostic } from "../../diagnostics/index.js";
import type { CheckDefinition } from "../definition/rollout-definition.js";
import type { CheckPlace, RolloutWorld } from "./rollout-world.js";
import { leaveWhenAsked } from "./waiting.js";

/** Runs the user's checks of a kind, each as often as it may be tried; one diagnostic for each that fails. */
export async function failedChecks(
  world: RolloutWorld,
  when: CheckDefinition["when"],
  place: CheckPlace,
): Promise<Diagnostic[]> {
  const failures: Diagnostic[] = [];
  for (const check of world.index.plan.definition.checks.filter((candidate) => candidate.when === when)) {
    let problem: string | null = null;
    for (let attempt = 1; attempt <= check.attempts; attempt++) {
      problem = await world.runCheck(check, place, world.signal);
      leaveWhenAsked(world);
      if (problem === null) break;
      if (attempt < check.attempts) await world.actions.clock.sleep(10_000, world.signal);
    }
    if (problem !== null) failures.push(failure(check, place, problem));
  }
  return failures;
}

/** Runs one check once. Null: passed; otherwise what was wrong, with the end of what it printed. */
export async function runCheck(
  check: CheckDefinition,
  place: CheckPlace,
  signal: AbortSignal,
): Promise<string | null> {
  const { run, timeout } = check;
  return run.kind === "http"
    ? runHttpCheck(fill(run.url, place, encodeURIComponent), run.status, timeout, signal)
    : runCommandCheck(
        run.command.map((part) => fill(part, place, String)),
        place,
        timeout,
        signal,
      );
}

async function runHttpCheck(
  url: string,
  status: number,
  timeout: number,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]) });
    await response.body?.cancel();
    return response.status === status ? null : `${url} answered ${response.status}, not ${status}`;
  } catch (error) {
    const reason =
      error instanceof Error ? (error.cause instanceof Error ? error.cause : error).message : String(error);
    return `${url} gave no answer: ${reason}`;
  }
}

function runCommandCheck(
  [command = "", ...parameters]: readonly string[],
  place: CheckPlace,
  timeout: number,
  signal: AbortSignal,
): Promise<string | null> {
  return new Promise((resolve) => {
    const options = {
      timeout,
      signal,
      maxBuffer: 4 * 1024 * 1024,
      env: { ...process.env, ...placeVariables(place) },
    };
    execFile(command, parameters, options, (error, stdout, stderr) => {
      if (error === null) return resolve(null);
      const said = `${stdout}${stderr}`.trim().split("\n").slice(-5).join("\n");
      const how =
        error.killed === true ? `did not end within ${timeout / 1_000} s` : error.message.split("\n")[0];
      resolve(said === "" ? `${command}: ${how}` : `${command}: ${how}\n${said}`);
    });
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
