import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAwsSession } from "../../modules/aws/index.js";
import { type Sandbox, startSandbox } from "../../modules/sandbox/index.js";
import { stateObjects, type TerraformState } from "../../modules/state/index.js";
import { bundledProgram } from "./bundled-program.js";
import { effectsOf, templateNames, withoutGenerated } from "./effects.js";
import { disagreements } from "./live-agreement.js";
import { SPEED } from "./sandbox-calls.js";
import { stackConfiguration, type WantedStack } from "./stack-configuration.js";
import { changesOf, type StackRun, stackRun } from "./stack-run.js";

export type Moment = "before" | "after";

/** What came of a deploy, however often it was begun. */
export interface TrialOutcome {
  /** Every call that changed something, sorted; the same twice would stand here twice. */
  readonly effects: readonly string[];
  /** Calls that were sent and changed nothing: sent again, or of no use. */
  readonly idle: readonly string[];
  /** Where state and world disagree, orphans and doubles included. */
  readonly disagreements: readonly string[];
  /** The state's objects, without what is generated anew each time. */
  readonly objects: readonly string[];
  /** What the next plan would change. */
  readonly left: readonly string[];
  /** How the deploy's process ended the first time. */
  readonly signal: NodeJS.Signals | null;
}

/** One change of one stack, to be tried again and again from the same start. */
export interface KillTrial {
  /** The deploy in this process, from beginning to end. */
  undisturbed(): Promise<TrialOutcome & { readonly journalLines: number }>;
  /**
   * The deploy in a process of its own that is killed (SIGKILL) right before or after a line of its journal,
   * then resumed in this one.
   */
  killed(moment: Moment, line: number, more?: KilledOptions): Promise<TrialOutcome>;
  close(): void;
}

export interface KilledOptions {
  /** AWS knows a call's token for a day or so: by the time of the resume it has forgotten all. */
  readonly daysLater?: boolean;
  /** Sees the folder at the end, while the world is still there. */
  readonly inspect?: (directory: string) => Promise<void>;
}

export interface KillTrialRequest {
  readonly before: WantedStack;
  readonly after: WantedStack;
  /** Rules that the change breaks on purpose. */
  readonly waive: readonly string[];
  readonly port: number;
  /** Prepares the folder that every trial starts from. */
  readonly prepare?: (directory: string) => Promise<void>;
}

/** Deploys `before` once; every trial begins with a copy of that folder and that world. */
export async function startKillTrial(request: KillTrialRequest): Promise<KillTrial> {
  const { after, before, port, waive } = request;
  const root = mkdtempSync(join(tmpdir(), "fleetwright-kill-"));
  const start = join(root, "start");
  const endpoint = `http://127.0.0.1:${port}`;
  const child = await bundledProgram("test/_helpers/deploy-child.ts");
  mkdirSync(join(start, "stack"), { recursive: true });
  const first = await world(port, join(start, "world.json"));
  const stack = stackRun(join(start, "stack"), createAwsSession());
  stack.configure(stackConfiguration({ ...before, endpoint }));
  try {
    requireSuccess((await stack.deploy({ waive })).summary.failed);
    // The cluster is a version ahead of its groups.
    for (const cluster of first.world.tables.clusters.values()) {
      first.world.tables.clusters.put({ ...cluster, version: "1.33" });
    }
    await request.prepare?.(stack.directory);
  } finally {
    await first.close();
  }

  const trial = async <T>(
    work: (stack: StackRun, sandbox: Sandbox) => Promise<T>,
  ): Promise<T & Omit<TrialOutcome, "signal">> => {
    const folder = mkdtempSync(join(root, "trial-"));
    cpSync(start, folder, { recursive: true });
    const sandbox = await world(port, join(folder, "world.json"));
    try {
      const templates = templateNames(sandbox);
      const stack = stackRun(join(folder, "stack"), createAwsSession());
      stack.configure(stackConfiguration({ ...after, endpoint }));
      const done = await work(stack, sandbox);
      const state = await stack.backend.read();
      const { plan } = await stack.plan();
      return {
        ...done,
        effects: [...effectsOf(sandbox, templates)].sort(),
        idle: idleCallsOf(sandbox),
        disagreements: disagreements(state, sandbox),
        objects: objectsOf(state),
        left: Object.entries(changesOf(plan)).map(([address, action]) => `${address}: ${action}`),
      };
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return {
    undisturbed: () =>
      trial(async (stack) => {
        requireSuccess((await stack.deployWithJournal({ waive, parallelism: 1 })).failed);
        return { journalLines: journalLines(stack.directory), signal: null };
      }),
    killed: (moment, line, { daysLater = false, inspect } = {}) =>
      trial(async (stack, sandbox) => {
        const signal = await run(child, [stack.directory, moment, String(line), ...waive]);
        if (daysLater) sandbox.world.tables.tokens.clear();
        const summary = (await stack.resume({ waive })) ?? (await stack.deployWithJournal({ waive }));
        requireSuccess(summary.failed);
        await inspect?.(stack.directory);
        return { signal };
      }),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

function requireSuccess(failed: readonly unknown[]): void {
  if (failed.length > 0) throw new Error(JSON.stringify(failed));
}

function idleCallsOf(sandbox: Sandbox): readonly string[] {
  return sandbox.callLog
    .entries()
    .filter(({ changed, operation }) => !changed && !/^(Describe|Get|List)/.test(operation))
    .map(({ operation }) => operation);
}

function world(port: number, worldFile: string): Promise<Sandbox> {
  return startSandbox({
    port,
    worldFile,
    clock: { factor: SPEED },
    seed: {
      // What is live is looked for by when it was made.
      startTime: new Date().toISOString(),
      defaults: { region: "us-east-1", account: "123456789012" },
      clusters: [
        {
          name: "demo",
          version: "1.32",
          subnets: Object.fromEntries([..."abcdef"].map((name) => [name, `subnet-${name}`])),
        },
      ],
    },
  });
}

function run(program: string, args: readonly string[]): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (_code, signal) => resolve(signal));
  });
}

/** The lines of the one journal that was put away complete. */
function journalLines(directory: string): number {
  const folder = join(directory, "journal");
  const done = readdirSync(folder).filter((name) => name.endsWith(".done"));
  if (done.length !== 1) throw new Error(`one finished journal expected in ${folder}, not ${done.length}`);
  return readFileSync(join(folder, done[0] ?? ""), "utf8")
    .trimEnd()
    .split("\n").length;
}

function objectsOf(state: TerraformState | null): readonly string[] {
  return (state === null ? [] : stateObjects(state)).map(({ address, instance, resource }) =>
    withoutGenerated(`${address} ${resource.provider} ${JSON.stringify(instance)}`)
      .replaceAll(/lt-[0-9a-f]{17}/g, "lt-*")
      .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, "*"),
  );
}
