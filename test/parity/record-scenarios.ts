import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareScenario } from "./compare-scenario.js";
import { startParityWorld } from "./parity-world.js";
import { findProvider, startRealTerraform, terraformVersion } from "./real-terraform.js";
import type { RecordedPlan } from "./recorded-plan.js";
import { SCENARIOS } from "./scenarios/index.js";

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

function record(name: string, recorded: RecordedPlan): void {
  const folder = join(__dirname, "../fixtures/planner/scenarios");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recorded)}\n`);
}

void main();
