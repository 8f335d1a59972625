import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { z } from "zod";
import { PolicyFailure } from "../host/policy-failure.js";
import { policiesDirectory } from "../policies-directory.js";
import type { BundleOrder } from "./bundle-worker.js";
import type { UserBundle } from "./user-bundle.js";

/** What an entrypoint gave on one plan: its value (null: undefined), or why it failed. */
export type BundleResult = z.infer<typeof resultSchema>;

const resultSchema = z.object({
  stack: z.string(),
  name: z.string(),
  value: z.unknown().optional(),
  failure: z.string().optional(),
});

const outcomeSchema = z.object({
  names: z.array(z.string()),
  results: z.array(resultSchema),
  failure: z.string().optional(),
});

/** conftest's names, in package `main`, and the package as a whole. */
const entrypointPattern = "^main(/(deny|warn|violation|exception)(_\\w+)?)?$";

/** 1 GiB of WebAssembly memory, and as much for the worker's own. */
const maximumPages = 16_384;
const maximumHeapMegabytes = 1024;

/** The thread's program is a file of its own, also where all else is in one bundle. */
function programFile(): string {
  const name = "bundle-worker";
  const room = join("modules", "policy", "user-bundles");
  const project = join(policiesDirectory(), "..");
  const places = [
    join(__dirname, `${name}.js`),
    join(__dirname, `${name}.ts`),
    // From a bundle in `dist/cli`: what the compiler wrote beside it; from any other one: the sources.
    join(__dirname, "..", room, `${name}.js`),
    join(project, room, `${name}.ts`),
  ];
  const found = places.find((place) => existsSync(place));
  if (found === undefined) throw new PolicyFailure(`its program ${name} is missing from this installation`);
  return found;
}

/** The thread's first words: from sources, and not built, its program is TypeScript. */
const startProgram = `
  const { program, loader } = require("node:worker_threads").workerData;
  if (program.endsWith(".ts")) require(loader).register();
  require(program);
`;

/**
 * Evaluates a user's bundle on plans, in a thread of its own: one that loops or eats memory is ended, and
 * nothing else is harmed. Throws PolicyFailure when it cannot be loaded, has no entrypoint that the gate
 * knows, or runs out of time or memory.
 */
export async function runBundle(
  bundle: UserBundle,
  inputs: readonly { readonly stack: string; readonly text: string }[],
  options: { readonly timeoutSeconds: number; readonly now: string },
): Promise<readonly BundleResult[]> {
  const outcome = outcomeSchema.parse(await inWorker(bundle, inputs, options));
  if (outcome.failure !== undefined) throw new PolicyFailure(outcome.failure);
  if (outcome.names.length === 0) {
    throw new PolicyFailure(
      "it has no entrypoint that the gate knows; build it with `-e main/deny`, `-e main/warn` or `-e main/violation`",
    );
  }
  return outcome.results;
}

function inWorker(
  bundle: UserBundle,
  inputs: readonly { readonly stack: string; readonly text: string }[],
  { timeoutSeconds, now }: { readonly timeoutSeconds: number; readonly now: string },
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const order: BundleOrder = {
      wasm: Uint8Array.from(bundle.wasm),
      data: bundle.data,
      inputs,
      maximumPages,
      pattern: entrypointPattern,
      now,
    };
    const worker = new Worker(startProgram, {
      eval: true,
      // Policies say nothing on our output, and see nothing of our environment.
      stdout: true,
      stderr: true,
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: maximumHeapMegabytes },
      workerData: {
        program: programFile(),
        loader: require.resolve("tsx/cjs/api"),
        order,
      },
    });
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
      void worker.terminate();
    };
    const timer = setTimeout(() => {
      end(() => reject(new PolicyFailure(`it did not end within ${timeoutSeconds} seconds`)));
    }, timeoutSeconds * 1000);
    worker.once("message", (outcome) => end(() => resolve(outcome)));
    worker.once("error", (error) => end(() => reject(new PolicyFailure(error.message, { cause: error }))));
    worker.once("exit", () => end(() => reject(new PolicyFailure("it ended without an answer"))));
  });
}
