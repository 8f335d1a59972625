import type { Disagreement } from "./compare-plans.js";
import { compareScenario } from "./compare-scenario.js";
import { drawFrom, entropy } from "./draw.js";
import { type DriftRun, driftScenario, randomRun } from "./drift-stack.js";
import type { ParityWorld } from "./parity-world.js";
import { type DriftCase, randomDrift } from "./random-drift.js";
import type { RealTerraform } from "./real-terraform.js";
import type { RecordedPlan } from "./recorded-plan.js";
import { smallerDrifts } from "./smaller-drifts.js";

export interface DriftResult {
  readonly cases: number;
  readonly changes: number;
  readonly drifted: number;
  readonly refused: number;
  readonly disagreeing: number;
}

const CASES_AT_ONCE = 50;

/**
 * Plans random configurations of random live objects that somebody else has changed meanwhile, many to one
 * Terraform run. `report` gets each disagreement, made as small as it can be; with `record`, which gets every run, none is made smaller.
 */
export async function compareDrift(
  world: ParityWorld,
  terraform: RealTerraform,
  directory: string,
  count: number,
  seed: number,
  report: (name: string, disagreements: readonly Disagreement[], smallest: unknown) => void,
  record?: (name: string, recorded: RecordedPlan) => void,
): Promise<DriftResult> {
  const result = { cases: 0, changes: 0, drifted: 0, refused: 0, disagreeing: 0 };
  for (let batch = 0; batch * CASES_AT_ONCE < count; batch++) {
    const size = Math.min(CASES_AT_ONCE, count - batch * CASES_AT_ONCE);
    const streams = entropy(seed + batch, size, 400);
    const cases = streams.map((numbers, index) => randomDrift(index, drawFrom(numbers)));
    const run = randomRun(drawFrom(entropy(seed + batch + 555, 1, 40)[0] ?? []), size);
    const name = `drift-${seed + batch}`;
    const { recorded, disagreements } = await compareScenario(
      driftScenario(name, cases, run),
      world,
      terraform,
      directory,
    );
    const { plan } = recorded.terraform;
    result.cases += size;
    result.changes += plan?.resource_changes?.length ?? 0;
    result.drifted += plan?.resource_drift?.length ?? 0;
    if (recorded.terraform.diagnostics.some(({ severity }) => severity === "error")) result.refused += 1;
    record?.(name, recorded);
    if (disagreements.length === 0) continue;
    result.disagreeing += 1;
    report(`${name} ${JSON.stringify(run)}`, disagreements, null);
    // A recording tells as much, and at once.
    if (record !== undefined) continue;
    const guilty = cases[indexOf(disagreements) ?? -1];
    if (guilty === undefined) continue;
    const smallest = await shrink(guilty, run, world, terraform, directory);
    report(`${name}, smallest`, smallest.disagreements, smallest.driftCase);
  }
  return result;
}

/** The case that a disagreement names. */
function indexOf(disagreements: readonly Disagreement[]): number | undefined {
  for (const { place, terraform, ours } of disagreements) {
    const text = `${place} ${JSON.stringify(terraform)} ${JSON.stringify(ours)}`;
    const match =
      /(?:aws_eks_node_group\.g|aws_launch_template\.[td]|output_changes\/o|outputs\/o)(\d+)/.exec(text);
    if (match?.[1] !== undefined) return Number(match[1]);
  }
  return undefined;
}

/** Leaves out one thing after another as long as the disagreement stays. */
async function shrink(
  start: DriftCase,
  run: DriftRun,
  world: ParityWorld,
  terraform: RealTerraform,
  directory: string,
): Promise<{ readonly driftCase: DriftCase; readonly disagreements: readonly Disagreement[] }> {
  const disagreementsOf = async (driftCase: DriftCase): Promise<readonly Disagreement[]> =>
    (await compareScenario(driftScenario("shrink", [driftCase], run), world, terraform, directory))
      .disagreements;
  let driftCase = start;
  let disagreements = await disagreementsOf(start);
  let tries = 0;
  for (let found = disagreements.length > 0; found; ) {
    found = false;
    for (const candidate of smallerDrifts(driftCase)) {
      if (++tries > 60) return { driftCase, disagreements };
      const still = await disagreementsOf(candidate);
      if (still.length === 0 || still.some(({ place }) => place === "errors")) continue;
      [driftCase, disagreements, found] = [candidate, still, true];
      break;
    }
  }
  return { driftCase, disagreements };
}
