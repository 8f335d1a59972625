import { createHash } from "node:crypto";
import { FleetwrightError } from "../../diagnostics/index.js";
import {
  deniedSteps,
  eventLine,
  planLines,
  type RolloutActions,
  type RolloutEngine,
  type RolloutEvent,
  runWorker,
} from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { RolloutPlanFlags, RolloutRunFlags } from "../commands/rollout-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { ask } from "../terminal/ask.js";
import { makeRolloutPlan } from "./make-rollout-plan.js";
import { openRolloutFleet } from "./open-fleet.js";
import { rolloutJson } from "./rollout-json.js";
import { databaseOf, openEngine, rolloutId, whoActs } from "./rollout-place.js";

/** `fleetwright rollout start`: plans, shows, asks, and runs. What the policies deny is not begun. */
export async function runRolloutStart(
  flags: RolloutPlanFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const { plan, rolloutFleet, title } = await makeRolloutPlan(flags, engine, environment);
    if (flags.json) {
      const json = rolloutJson(environment);
      json.version();
      json.planned(plan);
    } else environment.stdout.write(`${planLines(plan, { details: flags.details }).join("\n")}\n`);
    if (deniedSteps(plan).length > 0) {
      environment.stderr.write("\nNothing was begun: the policies deny steps of this rollout.\n");
      return EXIT.denied;
    }
    if (plan.problems.length > 0) throw new FleetwrightError("user", plan.problems);
    if (plan.totals.steps === 0) return EXIT.ok;
    if (!flags.autoApprove && !(await approved(flags, environment))) return EXIT.error;
    const id = await engine.start({
      plan,
      who: whoActs(environment),
      title,
      at: environment.now().getTime(),
      planDigest: `sha256:${createHash("sha256").update(JSON.stringify(plan)).digest("hex")}`,
    });
    if (!flags.json) environment.stdout.write(`\nRollout ${id}\n`);
    return await runHere(engine, id, rolloutFleet.actions, flags, environment);
  } finally {
    await engine.close();
  }
}

/** `fleetwright rollout resume`: says resume, and runs the rollout on. */
export async function runRolloutResume(
  given: string | undefined,
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const { actions } = await openRolloutFleet(flags, environment);
    const id = await rolloutId(engine, given);
    if (flags.json) rolloutJson(environment).version();
    await engine.control(id, {
      command: "resume",
      who: whoActs(environment),
      at: environment.now().getTime(),
      wave: null,
      reason: flags.reason ?? null,
    });
    return await runHere(engine, id, actions, flags, environment);
  } finally {
    await engine.close();
  }
}

/** `fleetwright rollout worker`: one of several runners of a database. */
export async function runRolloutWorker(
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const databaseUrl = databaseOf(flags, environment);
  if (databaseUrl === undefined) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "ROLLOUT_NO_DATABASE",
        summary: "A worker needs the database that it shares with others",
        detail:
          "Give -database or FLEETWRIGHT_ROLLOUT_DATABASE. Without a database, `rollout start` and `rollout resume` run a rollout themselves.",
      },
    ]);
  }
  const { actions } = await openRolloutFleet(flags, environment);
  if (flags.json) rolloutJson(environment).version();
  await runWorker({
    databaseUrl,
    actions,
    signal: environment.signal,
    onEvent: (event, id) => showEvent(id, event, flags, environment),
    onReady: (name) => {
      if (!flags.json) environment.stdout.write(`Worker ${name} is ready.\n`);
    },
  });
  return EXIT.interrupted;
}

async function runHere(
  engine: RolloutEngine,
  id: string,
  actions: RolloutActions,
  flags: { readonly json: boolean; readonly wait: boolean },
  environment: CliEnvironment,
): Promise<ExitCode> {
  const outcome = await engine.run(id, {
    actions,
    signal: environment.signal,
    whenIdle: flags.wait ? "wait" : "leave",
    onEvent: (event) => showEvent(id, event, flags, environment),
  });
  if (outcome.kind === "left") {
    environment.stderr.write(
      `\nThe rollout is not at its end: ${outcome.reason}. \`fleetwright rollout resume ${id}\` goes on.\n`,
    );
    return environment.signal.aborted ? EXIT.interrupted : EXIT.error;
  }
  return outcome.result.outcome === "completed" ? EXIT.ok : EXIT.error;
}

function showEvent(
  id: string,
  event: RolloutEvent,
  flags: { readonly json: boolean },
  environment: CliEnvironment,
): void {
  if (flags.json) {
    rolloutJson(environment).event(id, event);
    return;
  }
  const line = eventLine(event);
  if (line !== null) environment.stdout.write(`${line}\n`);
}

async function approved(flags: RolloutPlanFlags, environment: CliEnvironment): Promise<boolean> {
  const canAsk =
    flags.input && !flags.json && (environment.stdin.isTTY === true || environment.env.CI === undefined);
  if (!canAsk) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "ROLLOUT_NEEDS_APPROVAL",
        summary: "Nobody can be asked to approve",
        detail: "Give -auto-approve once the plan of `rollout plan` has been reviewed.",
      },
    ]);
  }
  const question =
    "\nDo you want to begin this rollout?\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: ";
  if ((await ask(question, environment)) === "yes") return true;
  environment.stdout.write("\nRollout cancelled.\n");
  return false;
}
