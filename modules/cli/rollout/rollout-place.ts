import { userInfo } from "node:os";
import { resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { openDistributedEngine, openLocalEngine, type RolloutEngine } from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { RolloutPlaceFlags } from "../commands/rollout-command.js";

export function databaseOf(flags: RolloutPlaceFlags, environment: CliEnvironment): string | undefined {
  const url = flags.database ?? environment.env.FLEETWRIGHT_ROLLOUT_DATABASE;
  return url === "" ? undefined : url;
}

/** The engine that the flags name: a database where one is given, else a directory. */
export async function openEngine(
  flags: RolloutPlaceFlags,
  environment: CliEnvironment,
): Promise<RolloutEngine> {
  const databaseUrl = databaseOf(flags, environment);
  return databaseUrl === undefined
    ? openLocalEngine({ directory: resolve(environment.workingDirectory, flags.directory) })
    : openDistributedEngine({ databaseUrl });
}

/** The rollout that is meant: the one named, else the newest that is not finished, else the newest. */
export async function rolloutId(engine: RolloutEngine, given: string | undefined): Promise<string> {
  if (given !== undefined) return given;
  const all = await engine.list();
  const found = all.find(({ outcome }) => outcome === "unfinished") ?? all[0];
  if (found !== undefined) return found.id;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_NONE",
      summary: "There is no rollout here",
      detail:
        "`fleetwright rollout start` begins one. Name the directory or database of another with -directory or -database.",
    },
  ]);
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have a number only.
    return "unknown";
  }
}

/** Who acts, for the history: the user of the machine, or who the CI says. */
export function whoActs(environment: CliEnvironment): string {
  const { GITHUB_ACTOR, GITLAB_USER_LOGIN, USER, USERNAME } = environment.env;
  return GITHUB_ACTOR ?? GITLAB_USER_LOGIN ?? USER ?? USERNAME ?? accountName();
}
