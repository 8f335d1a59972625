import { basename, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { ForceUnlockFlags } from "../commands/force-unlock-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { openStack } from "./open-stack.js";
import { planRequestOf } from "./plan-request.js";
import { type StackDirectory, synthesize } from "./synthesize.js";

/** `fleetwright force-unlock ID`: removes the lock with this id, of one stack or of whichever has it. */
export async function runForceUnlock(
  id: string,
  flags: ForceUnlockFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const all = await directoriesOf(flags, environment);
  const chosen = flags.stack === undefined ? all : all.filter(({ name }) => name === flags.stack);
  if (chosen.length === 0) throw unknownStack(flags.stack ?? "", all);
  const problems: FleetwrightError[] = [];
  for (const directory of chosen) {
    const request = planRequestOf(
      {
        ...flags,
        destroy: false,
        refreshOnly: false,
        refresh: true,
        target: [],
        replace: [],
        parallelism: 1,
      },
      environment,
    );
    const { backend, name } = await openStack(directory, request, environment);
    try {
      await backend.forceUnlock(id);
    } catch (error) {
      if (!FleetwrightError.is(error)) throw error;
      problems.push(error);
      continue;
    }
    environment.stdout.write(`The state of ${name} is unlocked: ${backend.description}\n`);
    return EXIT.ok;
  }
  throw new FleetwrightError(
    "user",
    problems.flatMap(({ diagnostics }) => diagnostics),
  );
}

async function directoriesOf(
  flags: ForceUnlockFlags,
  environment: CliEnvironment,
): Promise<readonly StackDirectory[]> {
  if (flags.configuration === undefined) {
    const cluster: readonly string[] = [];
    return (await synthesize({ fleet: flags.fleet, cluster }, environment)).stacks;
  }
  const directory = resolve(environment.workingDirectory, flags.configuration);
  return [{ name: basename(directory), directory }];
}

function unknownStack(name: string, all: readonly StackDirectory[]): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "STACK_UNKNOWN",
      summary: `There is no stack ${name}`,
      detail: `There are: ${all.map((stack) => stack.name).join(", ")}.`,
    },
  ]);
}
