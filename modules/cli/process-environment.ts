import { getEventListeners } from "node:events";
import type { CliEnvironment } from "./cli-environment.js";
import { EXIT } from "./exit-code.js";

/** The environment of this process: its streams, and abort signals wired to interrupts. */
export function processEnvironment(): CliEnvironment {
  return { ...standInEnvironment(), ...interruptSignals() };
}

/** The same for standing in for terraform, which answers to interrupts itself. */
export function standInEnvironment(): CliEnvironment {
  outliveReaders([process.stdout, process.stderr]);
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    workingDirectory: process.cwd(),
    now: () => new Date(),
    signal: new AbortController().signal,
  };
}

/**
 * A reader that has seen enough (`| head`, a closed terminal) must not end a deploy half-way: what is written
 * from then on is lost, the work goes on, and its exit code still tells how it ended.
 */
function outliveReaders(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

/**
 * The first interrupt asks for a graceful end, the second ends at once, as Terraform does. Work that has
 * something to put in order listens to the second and gets a moment for it.
 */
function interruptSignals(): { readonly signal: AbortSignal; readonly hardSignal: AbortSignal } {
  const graceful = new AbortController();
  const hard = new AbortController();
  const end = () => process.exit(EXIT.interrupted);
  const onSignal = () => {
    if (!graceful.signal.aborted) {
      process.stderr.write(
        "\nInterrupt received: ending after what has been started. Press again to end now.\n",
      );
      graceful.abort();
      return;
    }
    const listened = getEventListeners(hard.signal, "abort").length > 0;
    if (hard.signal.aborted || !listened) end();
    hard.abort();
    setTimeout(end, LAST_MOMENT).unref();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return { signal: graceful.signal, hardSignal: hard.signal };
}

/** Milliseconds to write what is known and to give locks back. */
const LAST_MOMENT = 5000;
