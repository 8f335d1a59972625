import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type ControlCommand,
  openLocalEngine,
  parseRolloutDefinition,
  planRollout,
  type RolloutEngine,
  type RolloutEvent,
  type RolloutTarget,
  type RunOptions,
  type RunOutcome,
} from "../../modules/rollout/index.js";
import type { ModelFleet } from "./model-fleet.js";

/** A rollout of a model fleet with the local engine, in a directory of its own. */
export interface RolloutHost {
  readonly id: string;
  readonly engine: RolloutEngine;
  readonly directory: string;
  /** Of all runs. */
  readonly events: RolloutEvent[];
  /** Runs it; `onEvent` may stop it by aborting. */
  run(options?: Partial<RunOptions>): Promise<RunOutcome>;
  say(command: ControlCommand["command"], wave?: string): Promise<void>;
}

const directories: string[] = [];

afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

export async function rolloutHost(
  fleet: ModelFleet,
  definition: object | undefined,
  target: RolloutTarget = { kind: "release", releases: null },
): Promise<RolloutHost> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-rollout-"));
  directories.push(directory);
  const engine = await openLocalEngine({ directory });
  const plan = planRollout(parseRolloutDefinition(definition), fleet.facts(), target);
  const id = await engine.start({
    plan,
    who: "tester",
    title: "a test",
    at: fleet.clock.now(),
    planDigest: "sha256:plan",
  });
  const events: RolloutEvent[] = [];
  return {
    id,
    engine,
    directory,
    events,
    run: (options = {}) =>
      engine.run(id, {
        actions: fleet.actions(),
        signal: new AbortController().signal,
        whenIdle: "leave",
        ...options,
        onEvent: (event) => {
          events.push(event);
          options.onEvent?.(event);
        },
      }),
    say: (command, wave) =>
      engine.control(id, {
        command,
        who: "tester",
        at: fleet.clock.now(),
        wave: wave ?? null,
        reason: null,
      }),
  };
}
