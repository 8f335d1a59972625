import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import fc from "fast-check";
import type { StackPlan, TerraformPlan } from "../../modules/plan/index.js";
import type { PlanOptions } from "../../modules/planner/index.js";
import type { JsonObject, TerraformState } from "../../modules/state/index.js";
import { arbitraryCase } from "./arbitrary-case.js";
import { compareDrift } from "./compare-drift.js";
import { comparePlans, type Disagreement } from "./compare-plans.js";
import { drawFrom, entropy } from "./draw.js";
import { ourPlan } from "./our-plan.js";
import { type ParityCase, stackOf } from "./parity-case.js";
import { startParityWorld } from "./parity-world.js";
import { randomPart, stackOfParts } from "./random-stack.js";
import { findProvider, type RealTerraform, startRealTerraform, terraformVersion } from "./real-terraform.js";
import type { RecordedPlan } from "./recorded-plan.js";
import { smallerCases } from "./smaller-cases.js";

/**
 * Plans random configurations with the real Terraform and provider and with ours, and compares every field of
 * the two documents. Prints the seed; a case in which they differ is made smaller and printed whole.
 *
 *   npm run test:parity -- --resources 1000 --stacks 200 --seed 7
 */
async function main(): Promise<void> {
  const { values: options } = parseArgs({
    options: {
      resources: { type: "string", default: "2000" },
      stacks: { type: "string", default: "300" },
      drift: { type: "string", default: "1000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      record: { type: "string" },
    },
  });
  const version = terraformVersion();
  const provider = findProvider();
  if (version === undefined || provider === undefined) {
    console.log(`skipped: ${version === undefined ? "terraform" : "the aws provider's release 5"} not found`);
    return;
  }
  const seed = Number(options.seed);
  console.log(`Terraform ${version}, seed ${seed}`);
  const world = await startParityWorld();
  const terraform = await startRealTerraform(provider);
  const directory = mkdtempSync(join(tmpdir(), "parity-"));
  try {
    const single = await compareResources(
      terraform,
      join(directory, "resources"),
      Number(options.resources),
      seed,
    );
    const stacks = await compareStacks(
      terraform,
      join(directory, "stacks"),
      Number(options.stacks),
      seed,
      options.record,
    );
    const drift = await compareDrift(
      world,
      terraform,
      join(directory, "drift"),
      Number(options.drift),
      seed,
      report,
      options.record === undefined ? undefined : (name, recorded) => recordIn(options.record, name, recorded),
    );
    console.log(`resources compared: ${single.compared}, in disagreement: ${single.disagreeing}`);
    console.log(
      `stack parts compared: ${stacks.compared} (${stacks.changes} resource changes), runs in disagreement: ${stacks.disagreeing}, refused by Terraform: ${stacks.refused}`,
    );
    console.log(
      `live objects with drift compared: ${drift.cases} (${drift.changes} resource changes, ${drift.drifted} of them drifted), runs in disagreement: ${drift.disagreeing}, refused by Terraform: ${drift.refused}`,
    );
    if (single.disagreeing + stacks.disagreeing + drift.disagreeing > 0) process.exitCode = 1;
  } finally {
    terraform.stop();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

const CASES_AT_ONCE = 500;
const PARTS_AT_ONCE = 40;
const NORMAL = { mode: "normal", refresh: false, targets: [], replace: [] } as const;

async function compareResources(
  terraform: RealTerraform,
  directory: string,
  count: number,
  seed: number,
): Promise<{ readonly compared: number; readonly disagreeing: number }> {
  let compared = 0;
  let disagreeing = 0;
  for (let batch = 0; batch * CASES_AT_ONCE < count; batch++) {
    const cases = fc.sample(arbitraryCase(), {
      seed: seed + batch,
      numRuns: Math.min(CASES_AT_ONCE, count - batch * CASES_AT_ONCE),
    });
    const found = await disagreementsOf(terraform, directory, cases);
    compared += cases.length;
    disagreeing += found.size;
    const [first] = found;
    if (first !== undefined) {
      const smallest = await shrink(terraform, directory, first[0]);
      report(`resource, seed ${seed + batch}`, smallest.disagreements, smallest.parityCase);
    }
  }
  return { compared, disagreeing };
}

/** The cases on which we differ from Terraform, each with how. */
async function disagreementsOf(
  terraform: RealTerraform,
  directory: string,
  cases: readonly ParityCase[],
): Promise<ReadonlyMap<ParityCase, readonly Disagreement[]>> {
  const { configuration, state } = stackOf(cases);
  const result = await both(terraform, directory, configuration, state, NORMAL);
  const found = new Map<ParityCase, Disagreement[]>();
  for (const disagreement of result.disagreements) {
    const index = /\.c(\d+)(?:\/|$)/.exec(disagreement.place)?.[1];
    const parityCase = cases[Number(index)];
    if (index === undefined || parityCase === undefined) continue;
    found.set(parityCase, [...(found.get(parityCase) ?? []), disagreement]);
  }
  return found;
}

/** Leaves out one thing after another as long as the disagreement stays. */
async function shrink(
  terraform: RealTerraform,
  directory: string,
  start: ParityCase,
): Promise<{ readonly parityCase: ParityCase; readonly disagreements: readonly Disagreement[] }> {
  let parityCase = start;
  let disagreements = (await disagreementsOf(terraform, directory, [start])).get(start) ?? [];
  for (let round = 0; round < 40; round++) {
    const candidates = smallerCases(parityCase);
    const found = await disagreementsOf(terraform, directory, candidates).catch(() => new Map());
    const [next] = [...found].sort(([left], [right]) => size(left) - size(right));
    if (next === undefined) break;
    [parityCase, disagreements] = next;
  }
  return { parityCase, disagreements };
}

function size(value: unknown): number {
  return JSON.stringify(value).length;
}

type How = Pick<PlanOptions, "mode" | "refresh" | "targets" | "replace">;

async function compareStacks(
  terraform: RealTerraform,
  directory: string,
  count: number,
  seed: number,
  record: string | undefined,
): Promise<{
  readonly compared: number;
  readonly changes: number;
  readonly disagreeing: number;
  readonly refused: number;
}> {
  let compared = 0;
  let changes = 0;
  let disagreeing = 0;
  let refused = 0;
  for (let batch = 0; batch * PARTS_AT_ONCE < count; batch++) {
    const draw = drawFrom(entropy(seed + batch + 777, 1, 40)[0] ?? []);
    const streams = entropy(seed + batch, Math.min(PARTS_AT_ONCE, count - batch * PARTS_AT_ONCE), 220);
    const parts = streams.map((numbers, index) => randomPart(index, drawFrom(numbers)));
    const tags = {
      defaultTags: draw.chance(4) ? { D: "1", a: "1" } : null,
      ignoreTags: draw.chance(2) ? { keys: ["b"], key_prefixes: ["kubernetes.io/"] } : null,
    };
    const how: How = {
      ...NORMAL,
      mode: draw.chance(1) ? "destroy" : "normal",
      replace: draw.chance(2) ? ["aws_launch_template.p1_lt", "aws_eks_node_group.p2_ng"] : [],
    };
    const name = `stacks, seed ${seed + batch}, ${JSON.stringify(how)}`;
    try {
      const { configuration, state } = stackOfParts(parts, tags);
      const result = await both(terraform, directory, configuration, state, how);
      compared += parts.length;
      changes += result.terraform.resource_changes?.length ?? 0;
      if (result.disagreements.length > 0) {
        disagreeing += 1;
        report(name, result.disagreements, null);
      } else if (record !== undefined) {
        const folder = join(record, `random-${seed + batch}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "main.tf.json"), JSON.stringify(configuration));
        writeFileSync(join(folder, "state.json"), JSON.stringify(state));
        writeFileSync(join(folder, "how.json"), JSON.stringify(how));
        writeFileSync(join(folder, "plan.json"), JSON.stringify(result.terraform));
      }
    } catch (error) {
      // Some random stacks are no valid ones, e.g. their replacement order is a cycle.
      if (!(error instanceof RefusedByTerraform)) throw error;
      refused += 1;
    }
  }
  return { compared, changes, disagreeing, refused };
}

class RefusedByTerraform extends Error {}

async function both(
  terraform: RealTerraform,
  directory: string,
  configuration: JsonObject,
  state: JsonObject,
  how: How,
): Promise<{
  readonly terraform: TerraformPlan;
  readonly ours: StackPlan;
  readonly disagreements: readonly Disagreement[];
}> {
  const files = {
    "main.tf.json": JSON.stringify(configuration),
    "terraform.tfstate": JSON.stringify(state),
  };
  const options = [
    "-refresh=false",
    "-lock=false",
    ...(how.mode === "destroy" ? ["-destroy"] : []),
    ...how.targets.map((address) => `-target=${address}`),
    ...how.replace.map((address) => `-replace=${address}`),
  ];
  const answer = await terraform.plan(directory, files, options);
  if ("error" in answer) throw new RefusedByTerraform(answer.error);
  const real = answer.plan as TerraformPlan;
  const ours = await ourPlan(directory, JSON.parse(files["terraform.tfstate"]) as TerraformState, real, how);
  return { terraform: real, ours, disagreements: comparePlans(real, ours) };
}

function recordIn(folder: string | undefined, name: string, recorded: RecordedPlan): void {
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(recorded)}\n`);
}

function report(name: string, disagreements: readonly Disagreement[], parityCase: unknown): void {
  console.log(`disagreement (${name})`);
  for (const { place, terraform, ours } of disagreements.slice(0, 12))
    console.log(
      `  ${place}\n    terraform: ${JSON.stringify(terraform)}\n    ours:      ${JSON.stringify(ours)}`,
    );
  if (parityCase !== null) console.log(`  ${JSON.stringify(parityCase)}`);
}

void main();
