import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

export interface Measurement {
  readonly seconds: number;
  /** Most memory in use at once; null where the system does not tell. */
  readonly peakMegabytes: number | null;
  readonly stdout: string;
  readonly exitCode: number;
}

/** Runs a Node program as a user would and measures wall time and memory. Rejects when it cannot start. */
export function measure(
  argv: readonly string[],
  options: { readonly cwd: string; readonly env?: { readonly [name: string]: string } },
): Promise<Measurement> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, argv, {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: "1", CI: "1", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let peak: number | null = null;
    const watch = setInterval(() => {
      peak = peakMegabytes(child.pid) ?? peak;
    }, 20);
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
      clearInterval(watch);
      const seconds = (performance.now() - start) / 1000;
      if (code === null || code === 1) reject(new Error(`${argv.join(" ")} failed:\n${stderr}${stdout}`));
      else resolve({ seconds, peakMegabytes: peak, stdout, exitCode: code });
    });
  });
}

/** Linux keeps the high-water mark of a process's memory. */
function peakMegabytes(pid: number | undefined): number | null {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kilobytes === undefined ? null : Number(kilobytes) / 1024;
  } catch {
    return null;
  }
}
