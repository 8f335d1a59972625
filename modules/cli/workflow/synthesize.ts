import { resolve } from "node:path";
import type { Diagnostic } from "../../diagnostics/index.js";
import { type Fleet, loadFleet } from "../../fleet/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { findFleet } from "./find-fleet.js";

/** A stack that was synthesized, or any folder of Terraform JSON. */
export interface StackDirectory {
  readonly name: string;
  /** Absolute. */
  readonly directory: string;
}

export interface SynthesizedFleet {
  readonly fleet: Fleet;
  /** Absolute paths that the fleet was read from. */
  readonly fleetPaths: readonly string[];
  readonly warnings: readonly Diagnostic[];
  /** Absolute path of `cdktf.out`. */
  readonly outdir: string;
  readonly stacks: readonly StackDirectory[];
  /** How many stacks were still up to date. */
  readonly reused: number;
}

/** Reads the fleet file and synthesizes it in this process. Throws every error of the file at once. */
export async function synthesize(
  flags: { readonly fleet: readonly string[]; readonly cluster: readonly string[] },
  environment: CliEnvironment,
): Promise<SynthesizedFleet> {
  const paths = findFleet(flags.fleet, environment);
  const { fleet, warnings } = await loadFleet(paths, {
    workingDirectory: environment.workingDirectory,
  });
  // Loads cdktf: only once the file is known to be good.
  const { synthesizeFleet } = await import("../../../stacks/index.js");
  const outdir = resolve(environment.workingDirectory, environment.env.CDKTF_OUTDIR ?? "cdktf.out");
  const { stacks, reused } = await synthesizeFleet(fleet, {
    outdir,
    ...(flags.cluster.length === 0 ? {} : { onlyClusters: flags.cluster }),
  });
  const fleetPaths = paths.map((path) => resolve(environment.workingDirectory, path));
  return { fleet, fleetPaths, warnings, outdir, stacks, reused };
}
