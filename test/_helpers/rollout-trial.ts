import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Waiver } from "../../modules/policy/index.js";
import {
  type KubernetesDefinition,
  openDistributedEngine,
  openLocalEngine,
  parseRolloutDefinition,
  planRollout,
  type RolloutEngine,
  type RolloutEvent,
  type RolloutPlan,
  type RolloutRecord,
  type RolloutTarget,
  type RunOutcome,
} from "../../modules/rollout/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { type FleetWatch, watchFleet } from "./fleet-watch.js";
import { type SandboxClusterSpec, sandboxFleet } from "./sandbox-fleet.js";

export interface TrialOptions {
  readonly clusters: number;
  /** Waves take clusters by this label: the wave's name for each cluster's number. */
  readonly waveOf: (index: number) => string;
  readonly groupsPerZone: number;
  readonly zones: readonly string[];
  readonly nodes: number;
  /** How much faster than ours the world's time runs. */
  readonly speed: number;
  readonly definition: object;
  readonly target: RolloutTarget;
  readonly databaseUrl?: string;
  /** Done to the world before the rollout is planned. */
  readonly prepare?: (sandbox: Sandbox) => Promise<void>;
  /** How the rollout is planned and run in this process; runners of their own look at EKS only. */
  readonly kubernetes?: KubernetesDefinition;
  /** With the distributed engine. */
  readonly clustersPerRunner?: number;
}

/** A rollout over a sandbox's fleet by runners in processes of their own, which may be killed. */
export interface RolloutTrial {
  readonly id: string;
  readonly sandbox: Sandbox;
  readonly watch: FleetWatch;
  readonly engine: RolloutEngine;
  readonly clusters: readonly SandboxClusterSpec[];
  readonly plan: RolloutPlan;
  /** Runs the rollout in this process until it ends or waits for somebody. */
  run(options?: {
    readonly waivers?: readonly Waiver[];
    readonly onEvent?: (event: RolloutEvent) => void;
  }): Promise<RunOutcome>;
  resume(): Promise<void>;
  readonly waveOfCluster: ReadonlyMap<string, string>;
  readonly groups: number;
  /** Starts a runner; `ended` gives its exit code (null: killed) and its last line. */
  runner(): {
    readonly process: ChildProcess;
    readonly ended: Promise<{ code: number | null; said: RunnerWord }>;
  };
  record(): Promise<RolloutRecord>;
  /** Waits until so many runners have begun to work. */
  begun(runners: number): Promise<void>;
  /** What failed, in words. */
  problems(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface RunnerWord {
  readonly outcome?: string;
  readonly left?: string;
  readonly heapUsed?: number;
  readonly rss?: number;
  readonly text: string;
}

const project = resolve(__dirname, "../..");

export async function startTrial(options: TrialOptions): Promise<RolloutTrial> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-trial-"));
  const specs = Array.from(
    { length: options.clusters },
    (_, index): SandboxClusterSpec => ({
      name: `c${String(index).padStart(4, "0")}`,
      region: "eu-central-1",
      labels: { wave: options.waveOf(index) },
    }),
  );
  const letters = "abcdefghij";
  const worldFile = join(directory, "world.jsonl");
  const sandbox = await startSandbox({
    clock: { factor: options.speed },
    worldFile,
    limits: { clustersPerRegion: 10_000 },
    seed: {
      startTime: "2026-03-02T08:00:00Z",
      defaults: { version: "1.31", account: "111122223333", region: "eu-central-1" },
      clusters: specs.map(({ name }) => ({
        name,
        zones: [...options.zones],
        nodegroups: Array.from({ length: options.groupsPerZone }, (_, index) => ({
          name: `{cluster}-{zone}-${letters[index] ?? index}`,
          perZone: true,
          releaseVersion: "1.31.0-20241121",
          scaling: { min: 1, max: options.nodes * 2, desired: options.nodes },
        })),
      })),
    },
  });
  process.env.AWS_ENDPOINT_URL = sandbox.url;
  process.env.AWS_ACCESS_KEY_ID = "test";
  process.env.AWS_SECRET_ACCESS_KEY = "test";
  const watch = watchFleet(worldFile);
  const timer = setInterval(() => watch.poll(), 200);
  await options.prepare?.(sandbox);
  const looking = options.kubernetes === undefined ? {} : { kubernetes: options.kubernetes };
  const fleet = await sandboxFleet(sandbox.url, specs, looking);
  const facts = await fleet.facts(["1.31", "1.32", "1.33"]);
  const plan = planRollout(parseRolloutDefinition(options.definition), facts, options.target);
  const engine =
    options.databaseUrl === undefined
      ? await openLocalEngine({ directory })
      : await openDistributedEngine({ databaseUrl: options.databaseUrl });
  const id = await engine.start({
    plan,
    who: "trial",
    title: "a trial",
    at: fleet.actions.clock.now(),
    planDigest: "sha256:trial",
  });
  const orders = {
    sandbox: sandbox.url,
    clusters: specs,
    rollout: id,
    directory,
    ...(options.databaseUrl === undefined
      ? {}
      : { databaseUrl: options.databaseUrl, clustersPerRunner: options.clustersPerRunner ?? 1 }),
  };
  const words = JSON.stringify(orders);
  const running = new Set<ChildProcess>();
  return {
    id,
    sandbox,
    watch,
    engine,
    plan,
    run: async ({ waivers = [], onEvent = () => undefined } = {}) => {
      const { actions } = await sandboxFleet(sandbox.url, specs, { ...looking, waivers });
      const signal = new AbortController().signal;
      const outcome = await engine.run(id, { actions, signal, whenIdle: "leave", onEvent });
      watch.poll();
      return outcome;
    },
    resume: () =>
      engine.control(id, { command: "resume", who: "trial", at: 0, wave: null, reason: "put right" }),
    groups: plan.totals.groups,
    clusters: specs,
    waveOfCluster: new Map(specs.map(({ name, labels }) => [name, labels.wave ?? ""])),
    runner: () => {
      const child = spawn(
        process.execPath,
        ["--import", "tsx", join(project, "test/rollout/runner-process.ts")],
        { cwd: project, stdio: ["pipe", "pipe", "pipe"], env: { ...process.env } },
      );
      running.add(child);
      child.stdin.on("error", () => undefined);
      child.stdin.end(words);
      let text = "";
      child.stdout.on("data", (chunk) => {
        text += String(chunk);
      });
      child.stderr.on("data", (chunk) => {
        text += String(chunk);
      });
      const ended = new Promise<{ code: number | null; said: RunnerWord }>((done) => {
        child.once("exit", (code) => {
          running.delete(child);
          done({ code, said: wordOf(text) });
        });
      });
      return { process: child, ended };
    },
    record: () => engine.read(id),
    begun: async (runners) => {
      for (;;) {
        const { events } = await engine.read(id);
        if (events.filter(({ type }) => type === "runner-started").length >= runners) return;
        await sleep(300);
      }
    },
    problems: async () =>
      (await engine.read(id)).events.flatMap((event) =>
        event.type === "step-failed" ? event.diagnostics.map(({ summary }) => summary) : [],
      ),
    close: async () => {
      clearInterval(timer);
      for (const child of running) child.kill("SIGKILL");
      await sleep(50);
      watch.poll();
      watch.close();
      await engine.close();
      await sandbox.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

function wordOf(text: string): RunnerWord {
  const line = text.split("\n").find((each) => each.startsWith("{"));
  return line === undefined ? { text } : { ...JSON.parse(line), text };
}

/** How often each group got each version: more than once is once too often. */
export function timesRolled(watch: FleetWatch): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const { group, cluster, target, outcome } of watch.updates.values()) {
    if (outcome === "Failed") continue;
    const key = `${cluster}/${group ?? "control plane"} → ${target}`;
    times.set(key, (times.get(key) ?? 0) + 1);
  }
  return times;
}
