import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bundledProgram } from "./bundled-program.js";

/** Writes `fleetwright-terraform` as one executable that runs the code of this working tree. */
export async function writeStandIn(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "fleetwright-terraform");
  const program = await bundledProgram("modules/cli/terraform-bin.ts");
  writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`, { mode: 0o755 });
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
