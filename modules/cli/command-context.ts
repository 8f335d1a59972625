import type { CliEnvironment } from "./cli-environment.js";

/** What a command's definition gets: where to act, and how to say the exit code. */
export interface CommandContext {
  readonly environment: CliEnvironment;
  readonly exit: (code: number) => void;
}
