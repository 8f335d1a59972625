import { spawn } from "node:child_process";
import { performance } from "node:perf_hooks";
import { type ProcessTree, watchProcessTree } from "./process-tree.js";

export interface Measurement extends ProcessTree {
  readonly seconds: number;
  readonly stdout: string;
  readonly exitCode: number;
}

export interface MeasureOptions {
  readonly cwd: string;
  readonly env?: { readonly [name: string]: string };
  /** Exit codes that are no failure. Default: all but 1. */
  readonly expected?: readonly number[];
}

/** Runs a Node program as a user would and measures wall time, processor time and memory. Rejects when it fails. */
export function measure(argv: readonly string[], options: MeasureOptions): Promise<Measurement> {
  return measureProgram(process.execPath, argv, options);
}

/** The same of any program, with all processes that it starts. */
export function measureProgram(
  command: string,
  argv: readonly string[],
  { cwd, env, expected }: MeasureOptions,
): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, argv, {
      cwd,
      env: { ...process.env, NO_COLOR: "1", CI: "1", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const tree = watchProcessTree(child.pid);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk) => {
      stdout += String(chunk);
    });
    child.stderr.on("data", (chunk) => {
      stderr += String(chunk);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const seconds = (performance.now() - start) / 1000;
      const used = tree.stop();
      const failed = expected === undefined ? code === 1 : code !== null && !expected.includes(code);
      if (code === null || failed) reject(new Error(`${argv.join(" ")} failed:\n${stderr}${stdout}`));
      else resolve({ seconds, ...used, stdout, exitCode: code });
    });
  });
}
