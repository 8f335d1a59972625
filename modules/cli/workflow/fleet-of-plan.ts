import { relative, resolve } from "node:path";
import { FleetwrightError } from "../../diagnostics/index.js";
import { type Fleet, findSourceMap, loadFleet, type SourceMap } from "../../fleet/index.js";
import type { PlanFile } from "../../plan/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { StackDirectory } from "./synthesize.js";

/**
 * The fleet whose parameters and waivers a saved plan is judged by, read anew; null where its stacks come from
 * no fleet. A plan file is not believed: what its stacks were synthesized from is told by their directories.
 * Throws `PLAN_FILE_OTHER_FLEET` for a file that names another fleet.
 */
export async function fleetOfPlan(
  file: PlanFile,
  directories: readonly StackDirectory[],
  environment: CliEnvironment,
): Promise<Fleet | SourceMap | null> {
  const { workingDirectory } = environment;
  const maps = await Promise.all(directories.map(({ directory, name }) => findSourceMap(directory, name)));
  const map = maps.find((found) => found !== null) ?? null;
  if (file.source.fleet.length === 0) return map;
  const { fleet } = await loadFleet(
    file.source.fleet.map((path) => relative(workingDirectory, path)),
    { workingDirectory },
  );
  const filesOf = (files: readonly string[]) => files.map((path) => resolve(workingDirectory, path)).sort();
  const [named, real] = [filesOf(fleet.files), filesOf(map?.files ?? fleet.files)];
  if (named.join("\n") !== real.join("\n")) throw otherFleet(named, real);
  return fleet;
}

function otherFleet(named: readonly string[], real: readonly string[]): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_FILE_OTHER_FLEET",
      summary: "The plan names another fleet than the one that its stacks were synthesized from",
      detail: `The plan names ${named.join(", ")}; its stacks come from ${real.join(", ")}. Whose parameters and waivers hold is not the plan's to say: plan again.`,
    },
  ]);
}
