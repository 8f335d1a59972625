import { FleetwrightError } from "../../diagnostics/index.js";
import { type Fleet, loadFleet, locate } from "../../fleet/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { ValidateFlags } from "../commands/validate-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { findFleet } from "./find-fleet.js";

/** `fleetwright validate`: every error of the fleet file at once, those of its `rollout` section included. */
export async function runValidate(
  paths: readonly string[],
  flags: ValidateFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const { fleet, warnings, error } = await read(findFleet(paths, environment), environment);
  if (flags.json) {
    const diagnostics = [...(error?.diagnostics ?? []), ...warnings];
    const errors = diagnostics.filter(({ severity }) => severity === "error").length;
    environment.stdout.write(
      `${JSON.stringify({ valid: errors === 0, error_count: errors, warning_count: diagnostics.length - errors, diagnostics }, null, 2)}\n`,
    );
    return errors === 0 ? EXIT.ok : EXIT.error;
  }
  if (error !== undefined) throw error;
  await showDiagnostics(warnings, environment);
  const groups = (fleet?.clusters ?? []).reduce((sum, cluster) => sum + cluster.nodeGroups.length, 0);
  environment.stdout.write(
    `The fleet ${fleet?.name ?? ""} is valid: ${count(fleet?.clusters.length ?? 0, "cluster")}, ${count(groups, "node group")}.\n`,
  );
  return EXIT.ok;
}

async function read(paths: readonly string[], environment: CliEnvironment) {
  try {
    const loaded = await loadFleet(paths, { workingDirectory: environment.workingDirectory });
    const { fleet, warnings } = loaded;
    const rollout = await readRollout(fleet);
    return { fleet, warnings: [...warnings, ...rollout.warnings], error: rollout.error };
  } catch (error) {
    if (FleetwrightError.is(error)) return { fleet: undefined, warnings: [], error };
    throw error;
  }
}

/** Without a section there is nothing to check. The room is loaded only for this. */
async function readRollout(fleet: Fleet) {
  if (fleet.rollout === null) return { warnings: [], error: undefined };
  const { parseRolloutDefinition, waveProblems } = await import("../../rollout/index.js");
  const place = (path: readonly (string | number)[]) => locate(fleet, ["rollout", ...path]);
  try {
    const definition = parseRolloutDefinition(fleet.rollout, place);
    return { warnings: waveProblems(definition, fleet.clusters, place), error: undefined };
  } catch (error) {
    if (FleetwrightError.is(error)) return { warnings: [], error };
    throw error;
  }
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
