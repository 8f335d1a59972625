import { resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";

/** The flags that every command has, wherever they stand; they bear on the environment of the command. */
export interface GlobalFlags {
  readonly directory: string | undefined;
  readonly color: boolean;
  readonly compactWarnings: boolean;
}

export function globalFlags(argv: readonly string[]): GlobalFlags {
  let directory: string | undefined;
  let color = true;
  let compactWarnings = false;
  argv.forEach((argument, index) => {
    if (/^--?no-color$/.test(argument)) color = false;
    const compact = /^--?(no-)?compact-warnings(?:=(.*))?$/.exec(argument);
    if (compact !== null) compactWarnings = compact[1] === undefined && !/^(0|false)$/.test(compact[2] ?? "");
    const chdir = /^--?chdir(?:=(.*))?$/s.exec(argument);
    if (chdir !== null) directory = chdir[1] ?? argv[index + 1];
  });
  return { directory, color, compactWarnings };
}

/** Really changes the directory, as Terraform's `-chdir` does: everything relative starts there. */
export function applyGlobalFlags(flags: GlobalFlags, outer: CliEnvironment): CliEnvironment {
  const env = flags.color ? outer.env : { ...outer.env, NO_COLOR: "1" };
  const environment = { ...outer, compactWarnings: flags.compactWarnings };
  if (flags.directory === undefined) return { ...environment, env };
  const workingDirectory = resolve(environment.workingDirectory, flags.directory);
  try {
    process.chdir(workingDirectory);
  } catch (cause) {
    throw new FleetwrightError(
      "user",
      [
        {
          severity: "error",
          code: "CHDIR_FAILED",
          summary: `-chdir: ${flags.directory} cannot be entered`,
          detail: `There is no such directory, or it may not be entered: ${workingDirectory}.`,
        },
      ],
      { cause },
    );
  }
  return { ...environment, env, workingDirectory };
}
