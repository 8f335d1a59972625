import { setTimeout as sleep } from "node:timers/promises";
import {
  eventLine,
  type RolloutEngine,
  type RolloutEvent,
  rolloutReport,
  rolloutReportMarkdown,
  rolloutStatus,
  statusLines,
} from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { RolloutRunFlags } from "../commands/rollout-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { createLiveView } from "../terminal/live-view.js";
import { openEngine, rolloutId } from "./rollout-place.js";

/** `fleetwright rollout status`: as it stands, once; or as it goes, with `-watch`. */
export async function runRolloutStatus(
  given: string | undefined,
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const id = await rolloutId(engine, given);
    if (flags.watch) return await watch(engine, id, flags, environment);
    const { request, events } = await engine.read(id);
    const status = rolloutStatus(request.plan, events);
    const now = environment.now().getTime();
    environment.stdout.write(
      flags.json
        ? `${JSON.stringify({ id, title: request.title, who: request.who, ...status })}\n`
        : `Rollout ${id}: ${request.title}\n${statusLines(status, now).join("\n")}\n`,
    );
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}

/** `fleetwright rollout history`. */
export async function runRolloutHistory(
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    for (const rollout of await engine.list()) {
      const { id, startedAt, outcome, who, title } = rollout;
      environment.stdout.write(
        flags.json
          ? `${JSON.stringify(rollout)}\n`
          : `${id}  ${new Date(startedAt).toISOString().slice(0, 16)}Z  ${outcome.padEnd(23)}  ${who}: ${title}\n`,
      );
    }
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}

/** `fleetwright rollout report`. */
export async function runRolloutReport(
  given: string | undefined,
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const report = rolloutReport(await engine.read(await rolloutId(engine, given)));
    environment.stdout.write(
      flags.format === "json" ? `${JSON.stringify(report, null, 2)}\n` : rolloutReportMarkdown(report),
    );
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}

async function watch(
  engine: RolloutEngine,
  id: string,
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const { signal } = environment;
  if (flags.json || environment.stdout.isTTY !== true) {
    for await (const event of engine.follow(id, signal)) {
      const line = flags.json ? JSON.stringify(event) : eventLine(event);
      if (line !== null) environment.stdout.write(`${line}\n`);
    }
    return signal.aborted ? EXIT.interrupted : EXIT.ok;
  }
  const { request } = await engine.read(id);
  const view = await createLiveView(environment.stdout);
  const events: RolloutEvent[] = [];
  const done = new AbortController();
  const redraw = (): void => {
    const status = rolloutStatus(request.plan, events);
    view.update([`Rollout ${id}: ${request.title}`, ...statusLines(status, environment.now().getTime())]);
  };
  const drawing = (async () => {
    while (!done.signal.aborted) {
      redraw();
      await sleep(1_000, undefined, { signal: done.signal }).catch(() => undefined);
    }
  })();
  for await (const event of engine.follow(id, signal)) events.push(event);
  done.abort();
  await drawing;
  redraw();
  view.close();
  environment.stdout.write(
    `${statusLines(rolloutStatus(request.plan, events), environment.now().getTime()).join("\n")}\n`,
  );
  return signal.aborted ? EXIT.interrupted : EXIT.ok;
}
