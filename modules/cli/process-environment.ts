import type { CliEnvironment } from "./cli-environment.js";
import { EXIT } from "./exit-code.js";

/** The environment of this process: its streams, and an abort signal wired to interrupts. */
export function processEnvironment(): CliEnvironment {
  return { ...standInEnvironment(), signal: interruptSignal() };
}

/** The same for standing in for terraform, which answers to interrupts itself. */
export function standInEnvironment(): CliEnvironment {
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

/** The first interrupt asks for a graceful end, the second ends at once, as Terraform does. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  let interrupted = false;
  const onSignal = () => {
    if (interrupted) process.exit(EXIT.interrupted);
    interrupted = true;
    process.stderr.write(
      "\nInterrupt received: ending after what has been started. Press again to end now.\n",
    );
    controller.abort();
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}
