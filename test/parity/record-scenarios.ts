import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { awsTargetOf } from "../../modules/aws/index.js";
import { createLiveReader } from "../../modules/live/index.js";
import { evaluateProviders } from "../../modules/planner/index.js";
import type { Disagreement } from "./compare-plans.js";
import { type ParityWorld, startParityWorld } from "./parity-world.js";
import { findProvider, type RealTerraform, startRealTerraform, terraformVersion } from "./real-terraform.js";
import { answerOf, compareAnswers, type Reader, type RecordedPlan } from "./recorded-plan.js";
import { type How, type Scenario, scenarioFiles, scenarioOptions } from "./scenario.js";
import { SCENARIOS } from "./scenarios/index.js";
import { parityRegistry } from "./terraform-data.js";

/**
 * Plans the scenarios with the real Terraform and provider and with ours, against one sandbox, and compares
 * documents, texts and problems. With `--record`, keeps what Terraform said as fixtures of the test suite.
 *
 *   npx tsx test/parity/record-scenarios.ts [--record] [NAME…]
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { record: { type: "boolean", default: false } },
    allowPositionals: true,
  });
  const provider = findProvider();
  if (terraformVersion() === undefined || provider === undefined) {
    console.log("skipped: terraform or its aws provider not found");
    return;
  }
  const world = await startParityWorld();
  const terraform = await startRealTerraform(provider);
  const directory = mkdtempSync(join(tmpdir(), "scenarios-"));
  let disagreeing = 0;
  try {
    const wanted = SCENARIOS.filter(
      ({ name }) =>
        positionals.length === 0 || positionals.some((pattern) => new RegExp(`^(${pattern})$`).test(name)),
    );
    for (const scenario of wanted) {
      const { recorded, disagreements } = await compareScenario(scenario, world, terraform, directory).catch(
        (error: unknown) => {
          throw new Error(`scenario ${scenario.name}`, { cause: error });
        },
      );
      console.log(`${disagreements.length === 0 ? "same" : "DIFFERENT"}  ${scenario.name}`);
      for (const { place, terraform: theirs, ours } of disagreements.slice(0, 20))
        console.log(`    ${place}\n      terraform: ${shown(theirs)}\n      ours:      ${shown(ours)}`);
      if (disagreements.length > 0) disagreeing += 1;
      if (values.record) record(scenario.name, recorded);
    }
    console.log(`${wanted.length} scenarios, ${disagreeing} in disagreement`);
    if (disagreeing > 0) process.exitCode = 1;
  } finally {
    terraform.stop();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function shown(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
}

const NORMAL: How = { mode: "normal", refresh: true, targets: [], replace: [] };

/** Asks both. */
export async function compareScenario(
  scenario: Scenario,
  world: ParityWorld,
  terraform: RealTerraform,
  directory: string,
): Promise<{ readonly recorded: RecordedPlan; readonly disagreements: readonly Disagreement[] }> {
  await world.reset();
  const files = await scenarioFiles(scenario, world);
  scenario.drift?.(world);
  const question = {
    files,
    how: { ...NORMAL, ...scenario.how },
    variables: scenario.variables ?? {},
    varFiles: scenario.varFiles ?? [],
    env: scenario.env ?? {},
  };
  const folder = join(directory, scenario.name);
  const answer = await terraform.answer(folder, files, scenarioOptions(scenario), question.env);
  const ours = await answerOf(question, answer.plan, liveReads(world));
  const recorded = { ...question, reads: ours.reads, terraform: answer };
  return { recorded, disagreements: compareAnswers(answer, ours) };
}

/** Reads from the world. */
export function liveReads(world: ParityWorld): Reader {
  const reader = createLiveReader({ registry: parityRegistry(), session: world.session });
  return (requests, configuration) => {
    const providers = evaluateProviders(configuration);
    return reader.read(requests, (key) => {
      const provider = providers.get(key) ?? providers.get("aws");
      const target = provider === undefined ? null : awsTargetOf(provider.block);
      if (provider === undefined || target === null) throw new Error(`no provider ${key}`);
      return { target, configuration: provider.configuration };
    });
  };
}

function record(name: string, recorded: RecordedPlan): void {
  const folder = join(__dirname, "../fixtures/planner/scenarios");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recorded)}\n`);
}

void main();
