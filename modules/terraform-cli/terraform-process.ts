import { type StdioOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import type { SignalRelay } from "./signal-relay.js";

export interface TerraformProcess {
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: { readonly [name: string]: string | undefined };
  /** This process's own streams, or a file that takes the output. */
  readonly output: "inherit" | number;
  readonly signals: SignalRelay;
}

/**
 * Runs terraform on this process's own streams and passes signals on to it. Resolves with its exit code, or
 * 128 and the signal's number where a signal ended it, as shells count.
 */
export function runTerraform({ binary, args, cwd, env, output, signals }: TerraformProcess): Promise<number> {
  const stdio: StdioOptions = output === "inherit" ? "inherit" : ["ignore", output, "inherit"];
  return new Promise((resolve, reject) => {
    const child = spawn(binary, [...args], {
      cwd,
      env: { ...env },
      stdio,
      detached: process.platform !== "win32",
    });
    const release = signals.to((signal) => {
      child.kill(signal);
    });
    child.once("error", (error) => {
      release();
      reject(error);
    });
    child.once("close", (code, signal) => {
      release();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
