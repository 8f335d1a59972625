import { join } from "node:path";
import { awsTargetOf } from "../../modules/aws/index.js";
import { createLiveReader } from "../../modules/live/index.js";
import { evaluateProviders } from "../../modules/planner/index.js";
import type { Disagreement } from "./compare-plans.js";
import type { ParityWorld } from "./parity-world.js";
import type { RealTerraform } from "./real-terraform.js";
import { answerOf, compareAnswers, type Reader, type RecordedPlan } from "./recorded-plan.js";
import { type How, type Scenario, scenarioFiles, scenarioOptions } from "./scenario.js";
import { parityRegistry } from "./terraform-data.js";

const NORMAL: How = { mode: "normal", refresh: true, targets: [], replace: [] };

/** Asks both planners about a situation in the same world. */
export async function compareScenario(
  scenario: Scenario,
  world: ParityWorld,
  terraform: RealTerraform,
  directory: string,
): Promise<{ readonly recorded: RecordedPlan; readonly disagreements: readonly Disagreement[] }> {
  await world.reset();
  scenario.prepare?.(world);
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
  const reader = createLiveReader({ registry: parityRegistry(), session: world.session() });
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
