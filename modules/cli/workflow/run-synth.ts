import { relative } from "node:path";
import type { CliEnvironment } from "../cli-environment.js";
import type { SynthFlags } from "../commands/synth-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import { synthesize } from "./synthesize.js";

/** `fleetwright synth`: one stack per cluster, as `cdktf synth` writes them. */
export async function runSynth(flags: SynthFlags, environment: CliEnvironment): Promise<ExitCode> {
  const { stacks, warnings, reused } = await synthesize(flags, environment);
  await showDiagnostics(warnings, environment);
  for (const { name, directory } of stacks) {
    environment.stdout.write(`${name}  ${relative(environment.workingDirectory, directory) || "."}\n`);
  }
  const kept = reused === 0 ? "" : `, ${reused} of them unchanged`;
  environment.stdout.write(
    `Synthesized ${stacks.length} ${stacks.length === 1 ? "stack" : "stacks"}${kept}.\n`,
  );
  return EXIT.ok;
}
