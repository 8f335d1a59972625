import { FleetwrightError } from "../../diagnostics/index.js";
import type { ControlCommand } from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { RolloutRunFlags } from "../commands/rollout-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { openEngine, rolloutId, whoActs } from "./rollout-place.js";

/** `fleetwright rollout pause | abort | approve`: says so to the rollout, wherever it runs. */
export async function runRolloutControl(
  command: ControlCommand["command"],
  given: string | undefined,
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const id = await rolloutId(engine, given);
    const { request, result } = await engine.read(id);
    if (result !== null)
      throw problem(
        "ROLLOUT_FINISHED",
        `Rollout ${id} is ${result.outcome}`,
        "There is nothing to say to it any more.",
      );
    const waves = request.plan.waves.map(({ name }) => name);
    if (flags.wave !== undefined && !waves.includes(flags.wave)) {
      throw problem(
        "ROLLOUT_UNKNOWN_WAVE",
        `Rollout ${id} has no wave ${flags.wave}`,
        `Its waves are ${waves.join(", ")}.`,
      );
    }
    await engine.control(id, {
      command,
      who: whoActs(environment),
      at: environment.now().getTime(),
      wave: flags.wave ?? null,
      reason: flags.reason ?? null,
    });
    environment.stdout.write(`Said ${command} to rollout ${id}. ${followUp[command]}\n`);
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}

const followUp: { readonly [Command in ControlCommand["command"]]: string } = {
  pause: "What runs is finished; `rollout resume` goes on.",
  abort: "What runs is finished; nothing more is begun.",
  approve: "Where its runner has left, `rollout resume` goes on.",
  resume: "",
};

function problem(code: string, summary: string, detail: string): FleetwrightError {
  return new FleetwrightError("user", [{ severity: "error", code, summary, detail }]);
}
