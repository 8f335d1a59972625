import { setTimeout as sleep } from "node:timers/promises";
import {
  eventLine,
  type FrameLine,
  type RolloutEngine,
  type RolloutEvent,
  rolloutStatus,
  statusFrame,
  statusLines,
} from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { createLiveView } from "../terminal/live-view.js";
import { terminalOf } from "../terminal/terminal.js";
import { rolloutJson } from "./rollout-json.js";

/** Follows a rollout that runs elsewhere: a live view on a terminal, else a line for each event. */
export async function watchRollout(
  engine: RolloutEngine,
  id: string,
  flags: { readonly json: boolean },
  environment: CliEnvironment,
): Promise<ExitCode> {
  const { signal, stdout } = environment;
  const { interactive } = terminalOf(stdout, environment.env);
  if (flags.json) {
    const json = rolloutJson(environment);
    json.version();
    for await (const event of engine.follow(id, signal)) json.event(id, event);
  } else if (interactive) {
    await watchLive(engine, id, environment);
  } else {
    for await (const event of engine.follow(id, signal)) {
      const line = eventLine(event);
      if (line !== null) stdout.write(`${line}\n`);
    }
  }
  if (!signal.aborted) return EXIT.ok;
  environment.stderr.write(`\nNo longer watched; rollout ${id} itself goes on where it runs.\n`);
  return EXIT.interrupted;
}

async function watchLive(engine: RolloutEngine, id: string, environment: CliEnvironment): Promise<void> {
  const { signal, stdout } = environment;
  const { request } = await engine.read(id);
  const view = await createLiveView(stdout);
  const paint = await painter(terminalOf(stdout, environment.env).color);
  const events: RolloutEvent[] = [];
  const title = `Rollout ${id}: ${request.title}`;
  const status = () => rolloutStatus(request.plan, events);
  const draw = (): void => {
    const size = { columns: stdout.columns ?? 80, rows: stdout.rows ?? 24 };
    view.update(statusFrame(title, status(), environment.now().getTime(), size).map(paint));
  };
  const done = new AbortController();
  const drawing = (async () => {
    while (!done.signal.aborted) {
      draw();
      await sleep(1_000, undefined, { signal: done.signal }).catch(() => undefined);
    }
  })();
  for await (const event of engine.follow(id, signal)) events.push(event);
  done.abort();
  await drawing;
  view.close();
  stdout.write(`${title}\n${statusLines(status(), environment.now().getTime()).join("\n")}\n`);
}

async function painter(color: boolean): Promise<(line: FrameLine) => string> {
  const { default: picocolors } = await import("picocolors");
  const { bold, green, red, yellow, dim } = picocolors.createColors(color);
  const paints = { title: bold, plain: String, good: green, bad: red, waiting: yellow, quiet: dim };
  return ({ tone, text }) => (text === "" ? "" : paints[tone](text));
}
