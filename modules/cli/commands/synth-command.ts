import { Command } from "commander";
import { collect } from "../arguments/boolean-option.js";
import type { CommandContext } from "../command-context.js";

export interface SynthFlags {
  readonly fleet: readonly string[];
  readonly cluster: readonly string[];
}

export function synthCommand({ environment, exit }: CommandContext): Command {
  return new Command("synth")
    .summary("write the fleet's Terraform JSON")
    .description("Synthesizes one stack per cluster into cdktf.out, as cdktf synth does, in this process.")
    .option("--fleet <path>", "fleet file or directory; may be given several times", collect, [])
    .option("--cluster <name>", "only this cluster; may be given several times", collect, [])
    .action(async (flags: SynthFlags) => {
      const { runSynth } = await import("../workflow/run-synth.js");
      exit(await runSynth(flags, environment));
    });
}
