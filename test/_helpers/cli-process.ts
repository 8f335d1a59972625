import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** The command line in a process of its own, in the given directory, with this process's environment. */
export interface CliProcess {
  readonly child: ChildProcess;
  /** Resolves once the text has come on stderr. */
  says(text: string): Promise<void>;
  readonly ended: Promise<CliEnd>;
}

export interface CliEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const root = join(__dirname, "..", "..");

/** @param program the bundled command line, which starts much sooner; else its sources are run */
export function startCli(argv: readonly string[], directory: string, program?: string): CliProcess {
  const tsx = join(root, "node_modules", "tsx", "dist", "loader.mjs");
  const bin = join(root, "modules", "cli", "bin.ts");
  const start = program === undefined ? ["--import", tsx, bin] : [program];
  const child = spawn(process.execPath, [...start, ...argv], {
    cwd: directory,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (data) => {
    stdout += String(data);
  });
  child.stderr.on("data", (data) => {
    stderr += String(data);
  });
  const ended = new Promise<CliEnd>((resolve) => {
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const says = (text: string) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (stderr.includes(text)) resolve();
      };
      child.stderr.on("data", look);
      look();
    });
  return { child, says, ended };
}
