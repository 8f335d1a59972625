import { spawn } from "node:child_process";
import { constants } from "node:os";

export interface SpawnTerraform {
  readonly binary: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Runs terraform on this process's own terminal and passes signals on to it. Resolves with its exit code, or
 * 128 and the signal's number where a signal ended it, as shells count.
 */
export function runTerraform(command: SpawnTerraform): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.binary, [...command.args], { ...placeOf(command), stdio: "inherit" });
    // On a terminal, terraform gets the interrupt itself; only what is sent to this process alone is passed on.
    const passOn = (signal: NodeJS.Signals) => child.kill(signal);
    const stayAlive = () => {
      if (!process.stdin.isTTY) child.kill("SIGINT");
    };
    process.on("SIGTERM", passOn);
    process.on("SIGINT", stayAlive);
    const done = () => {
      process.off("SIGTERM", passOn);
      process.off("SIGINT", stayAlive);
    };
    child.once("error", (error) => {
      done();
      reject(error);
    });
    child.once("close", (code, signal) => {
      done();
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}

/** Runs terraform and gives what it printed on standard output; its errors go to this process's own. */
export function readTerraform(
  command: SpawnTerraform,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.binary, [...command.args], {
      ...placeOf(command),
      stdio: ["ignore", "pipe", "inherit"],
    });
    const parts: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => parts.push(part));
    child.once("error", reject);
    child.once("close", (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString("utf8") }),
    );
  });
}

function placeOf({ cwd, env }: SpawnTerraform): { readonly cwd: string; readonly env: NodeJS.ProcessEnv } {
  return { cwd, env };
}
