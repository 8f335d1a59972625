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

/** An engine to hold the workflow's claims against. */
export interface EnginePlace {
  /** `directory`: one of this rollout's own, for engines that need one. */
  open(directory: string): Promise<RolloutEngine>;
  /** Real milliseconds that the model's time waits for the engine to do what it has to do. */
  readonly settle: number;
  /** After how many events runners end, in the claim about runners that end. */
  readonly endsAfter: readonly number[];
}

export const localPlace: EnginePlace = {
  open: (directory) => openLocalEngine({ directory }),
  settle: 8,
  endsAfter: [3, 4, 5, 6, 8],
};

/** A rollout of a model fleet, in a directory of its own. */
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
const engines: RolloutEngine[] = [];

afterAll(async () => {
  for (const engine of engines) await engine.close();
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

export async function rolloutHost(
  fleet: ModelFleet,
  definition: object | undefined,
  target: RolloutTarget = { kind: "release", releases: null },
  place: Pick<EnginePlace, "open"> = localPlace,
): Promise<RolloutHost> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-rollout-"));
  directories.push(directory);
  const engine = await place.open(directory);
  engines.push(engine);
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
        onEvent: (event, rollout) => {
          events.push(event);
          options.onEvent?.(event, rollout);
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

export function ended(outcome: RunOutcome) {
  if (outcome.kind !== "ended") throw new Error(`left: ${outcome.reason}`);
  return outcome.result;
}
