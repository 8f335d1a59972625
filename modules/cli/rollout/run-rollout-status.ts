import {
  type RolloutEngine,
  rolloutReport,
  rolloutReportMarkdown,
  rolloutStatus,
  statusLines,
} from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { RolloutRunFlags } from "../commands/rollout-command.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { openEngine, rolloutId } from "./rollout-place.js";
import { watchRollout } from "./watch-rollout.js";

/** `fleetwright rollout status`: as it stands, once; or as it goes, with `-watch`. */
export async function runRolloutStatus(
  given: string | undefined,
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const id = await rolloutId(engine, given);
    if (flags.watch) return await watchRollout(engine, id, flags, environment);
    const { request, events, result, attended } = await engine.read(id);
    const status = rolloutStatus(request.plan, events);
    const now = environment.now().getTime();
    environment.stdout.write(
      flags.json
        ? `${JSON.stringify({ id, title: request.title, who: request.who, attended, ...status })}\n`
        : `Rollout ${id}: ${request.title}\n${statusLines(status, now).join("\n")}\n`,
    );
    if (!flags.json && result === null && !attended) environment.stdout.write(`\n${goesOnBy(engine, id)}\n`);
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}

function goesOnBy({ kind }: RolloutEngine, id: string): string {
  return kind === "local"
    ? `Nobody runs it now: \`fleetwright rollout resume ${id}\` goes on.`
    : `No runner is there now: a \`fleetwright rollout worker\`, or \`rollout resume ${id}\`, goes on.`;
}

/** `fleetwright rollout history`. */
export async function runRolloutHistory(
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    for (const rollout of await engine.list()) {
      const { id, startedAt, outcome, who, title } = rollout;
      environment.stdout.write(
        flags.json
          ? `${JSON.stringify(rollout)}\n`
          : `${id}  ${new Date(startedAt).toISOString().slice(0, 16)}Z  ${outcome.padEnd(23)}  ${who}: ${title}\n`,
      );
    }
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}

/** `fleetwright rollout report`. */
export async function runRolloutReport(
  given: string | undefined,
  flags: RolloutRunFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  const engine = await openEngine(flags, environment);
  try {
    const report = rolloutReport(await engine.read(await rolloutId(engine, given)));
    environment.stdout.write(
      flags.format === "json" ? `${JSON.stringify(report, null, 2)}\n` : rolloutReportMarkdown(report),
    );
    return EXIT.ok;
  } finally {
    await engine.close();
  }
}
