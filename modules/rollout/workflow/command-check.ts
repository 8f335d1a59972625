import { spawn } from "node:child_process";

/** How much of what a command prints is kept, in characters: its end says what went wrong. */
const kept = 64 * 1024;

export interface CommandCheck {
  readonly command: readonly string[];
  readonly variables: { readonly [name: string]: string };
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a command, in a process group of its own so that its children end with it. Null: it ended with 0; otherwise how
 * it ended, with the last lines that it printed.
 */
export function runCommandCheck({
  command,
  variables,
  timeout,
  signal,
}: CommandCheck): Promise<string | null> {
  const [program = "", ...parameters] = command;
  return new Promise((resolve) => {
    let printed = "";
    const child = spawn(program, parameters, {
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...variables },
    });
    const end = (): void => {
      try {
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      end();
    }, timeout);
    signal.addEventListener("abort", end, { once: true });
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        printed = (printed + String(chunk)).slice(-kept);
      });
    }
    const done = (how: string | null): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      if (how === null) resolve(null);
      else resolve([`${program}: ${how}`, ...lastLines(printed)].join("\n"));
    };
    child.once("error", (error) => done(error.message));
    child.once("close", (code, killed) => {
      if (late) done(`did not end within ${timeout / 1_000} s`);
      else if (code === 0) done(null);
      else done(code === null ? `was ended by ${killed}` : `ended with exit code ${code}`);
    });
  });
}

function lastLines(printed: string): readonly string[] {
  const lines = printed.trim().split("\n").slice(-5);
  return lines.join("") === "" ? [] : lines;
}
