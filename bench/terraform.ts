/**
 * `terraform plan` against `fleetwright plan`, side by side on the same stacks and the same sandbox:
 * `npm run bench -- terraform`. Terraform runs once a stack, one after the other, as cdktf runs it; Fleetwright
 * plans the whole fleet in one run, synthesis and policies included. Both read every object.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hasTool, providerBinary } from "../test/_helpers/live-tools.js";
import { clusterName, type FleetShape, makeFleet } from "./make-fleet.js";
import { type Measurement, measure, measureProgram } from "./measure.js";
import { table } from "./table.js";
import { type WorldEnvironment, withWorld } from "./with-world.js";

const SIX_PAIRS: FleetShape = { zones: 2, groups: 3, volumeGib: 50 };
const DEFAULT_SIZES = [1, 20];

interface Used {
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakMegabytes: number;
}

export async function terraformTable(bin: string, asked: readonly number[]): Promise<string> {
  const binary = providerBinary();
  if (!hasTool("terraform") || binary === undefined)
    return "terraform against fleetwright: skipped: terraform or its AWS provider not found\n";
  const sizes = asked.length === 0 ? DEFAULT_SIZES : asked;
  const root = mkdtempSync(join(tmpdir(), "fleetwright-bench-"));
  try {
    const most = Math.max(...sizes);
    const mirror = Array.from({ length: 6 }).reduce<string>((folder) => dirname(folder), binary);
    const settings = terraformSettings(root, mirror);
    const created = await withWorld(
      most,
      false,
      (world) => compare(root, "new", sizes, { ...world, ...settings }, bin),
      SIX_PAIRS,
    );
    const unchanged = await withWorld(
      most,
      true,
      (world) => compare(root, "live", sizes, { ...world, ...settings }, bin),
      SIX_PAIRS,
    );
    return [
      table(["create", ...HEADER], created),
      table(["no changes", ...HEADER], unchanged),
      "Terraform one stack after the other, each with its own provider process, as `cdktf diff` runs it. Memory: all processes together, at their peak.\n",
    ].join("\n");
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

const HEADER = ["terraform", "fleetwright", "ratio", "processor", "ratio", "memory", "ratio"];

async function compare(
  root: string,
  kind: "new" | "live",
  sizes: readonly number[],
  env: WorldEnvironment,
  bin: string,
): Promise<string[][]> {
  const rows: string[][] = [];
  for (const size of sizes) {
    const directory = join(root, `${kind}-${size}`);
    mkdirSync(directory);
    writeFileSync(join(directory, "fleet.yaml"), makeFleet(size, SIX_PAIRS));
    const fleetwright = (...argv: readonly string[]) => measure([bin, ...argv], { cwd: directory, env });
    await fleetwright("synth");
    const stacks = Array.from({ length: size }, (_, index) =>
      join(directory, "cdktf.out", "stacks", clusterName(index)),
    );
    for (const stack of stacks) await terraform(stack, env, "init");
    if (kind === "live") await adopt(directory, stacks, env, fleetwright);
    const theirs: Measurement[] = [];
    for (const stack of stacks) theirs.push(await terraform(stack, env, "plan", "-out", "tfplan"));
    const ours = await fleetwright("plan", "-out", "fleet.plan");
    for (const { stdout } of [...theirs, ours]) requireOutcome(stdout, kind);
    rows.push(row(size, inSequence(theirs), inSequence([ours])));
  }
  return rows;
}

/** Both must have planned what they were meant to plan: a ratio of failures would be worth nothing. */
function requireOutcome(stdout: string, kind: "new" | "live"): void {
  const expected = kind === "live" ? /No changes\./ : /Plan: \d+ to add, 0 to change, 0 to destroy/;
  if (!expected.test(stdout)) throw new Error(`not the plan that was to be measured:\n${stdout}`);
}

/** Gives Terraform a state of what is live: it imports every object that Fleetwright found. */
async function adopt(
  directory: string,
  stacks: readonly string[],
  env: WorldEnvironment,
  fleetwright: (...argv: readonly string[]) => Promise<Measurement>,
): Promise<void> {
  await fleetwright("plan", "-out", "found.plan");
  const found: FoundPlan = JSON.parse(readFileSync(join(directory, "found.plan"), "utf8"));
  for (const [index, stack] of stacks.entries()) {
    const resources = found.stacks[clusterName(index)]?.prior_state.values.root_module.resources ?? [];
    const imports = resources
      .filter(({ mode }) => mode === "managed")
      .map(({ address, values }) => ({ to: address, id: values.id }));
    const file = join(stack, "imports.tf.json");
    writeFileSync(file, JSON.stringify({ import: imports }));
    await terraform(stack, env, "apply", "-auto-approve");
    rmSync(file);
  }
}

interface FoundPlan {
  readonly stacks: {
    readonly [stack: string]: {
      readonly prior_state: {
        readonly values: {
          readonly root_module: {
            readonly resources: readonly {
              readonly address: string;
              readonly mode: string;
              readonly values: { readonly id: string };
            }[];
          };
        };
      };
    };
  };
}

function terraform(stack: string, env: WorldEnvironment, ...argv: readonly string[]): Promise<Measurement> {
  return measureProgram("terraform", [...argv, "-input=false", "-no-color"], {
    cwd: stack,
    env,
    expected: [0],
  });
}

function terraformSettings(root: string, mirror: string): WorldEnvironment {
  const file = join(root, "terraformrc");
  writeFileSync(file, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
  return { TF_CLI_CONFIG_FILE: file, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
}

function inSequence(runs: readonly Measurement[]): Used {
  const sum = (of: (run: Measurement) => number | null) => runs.reduce((all, run) => all + (of(run) ?? 0), 0);
  return {
    seconds: sum(({ seconds }) => seconds),
    processorSeconds: sum(({ processorSeconds }) => processorSeconds),
    peakMegabytes: Math.max(...runs.map(({ peakMegabytes }) => peakMegabytes ?? 0)),
  };
}

function row(stacks: number, theirs: Used, ours: Used): string[] {
  const ratio = (of: (used: Used) => number) => `${(of(theirs) / of(ours)).toFixed(1)}×`;
  return [
    `${stacks} ${stacks === 1 ? "stack" : "stacks"} of six pairs`,
    `${theirs.seconds.toFixed(1)} s`,
    `${ours.seconds.toFixed(2)} s`,
    ratio(({ seconds }) => seconds),
    `${theirs.processorSeconds.toFixed(1)} s : ${ours.processorSeconds.toFixed(2)} s`,
    ratio(({ processorSeconds }) => processorSeconds),
    `${Math.round(theirs.peakMegabytes)} MB : ${Math.round(ours.peakMegabytes)} MB`,
    ratio(({ peakMegabytes }) => peakMegabytes),
  ];
}
