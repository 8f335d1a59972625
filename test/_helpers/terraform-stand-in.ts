import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.join(__dirname, "..", "..");

/** Writes `fleetwright-terraform` as one executable that runs the sources of this working tree. */
export function writeStandIn(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "fleetwright-terraform");
  const tsx = pathToFileURL(require.resolve("tsx")).href;
  const source = path.join(root, "modules", "cli", "terraform-bin.ts");
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' --import '${tsx}' '${source}' "$@"\n`, {
    mode: 0o755,
  });
  return file;
}

export interface ProgramRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; `during` may send it signals once it has said something. */
export function runProgram(
  file: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    /** The whole of stdin. */
    readonly input?: string;
    /** An answer, after which stdin stays open, as a terminal does. */
    readonly answer?: string;
    readonly onOutput?: (child: ChildProcess, stdout: string) => void;
  },
): Promise<ProgramRun> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...args], { cwd: options.cwd, env: options.env, detached: true });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (part) => {
      stdout += part;
      options.onOutput?.(child, stdout);
    });
    child.stderr.on("data", (part) => {
      stderr += part;
    });
    if (options.answer !== undefined) child.stdin.write(options.answer);
    else child.stdin.end(options.input ?? "");
    child.once("error", reject);
    child.once("close", (code) => {
      child.stdin.destroy();
      resolve({ code, stdout, stderr });
    });
  });
}
