/**
 * How long the planner takes for stacks of ten pairs (launch template and node group), from their synthesized
 * JSON and cached live objects: `npm run bench -- planner [clusters…]`. Nothing is read over a network.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadFleet } from "../modules/fleet/index.js";
import { readLiveCache } from "./live-cache.js";
import { clusterName, type FleetShape, makeFleet } from "./make-fleet.js";
import type { PlannerMeasurement } from "./planner-child.js";
import { table } from "./table.js";
import { withWorld } from "./with-world.js";

const TEN_PAIRS: FleetShape = { zones: 2, groups: 5, volumeGib: 50 };
const DEFAULT_SIZES = [50, 250, 1000];

const SCENARIOS = [
  { name: "no changes", folder: "as-live", nothingLives: false },
  { name: "all pairs change", folder: "changed", nothingLives: false },
  { name: "all new", folder: "as-live", nothingLives: true },
] as const;

export async function plannerTables(asked: readonly number[]): Promise<string> {
  const sizes = asked.length === 0 ? DEFAULT_SIZES : asked;
  const root = mkdtempSync(join(tmpdir(), "fleetwright-bench-"));
  try {
    await prepare(root, Math.max(...sizes));
    return SCENARIOS.map(({ name, folder, nothingLives }) => {
      const rows = sizes.map((clusters) => measure(join(root, folder), clusters, nothingLives));
      return table(
        [name, "changed", "wall", "processor", "ms a resource", "peak memory", "growth"],
        cells(rows),
      );
    }).join("\n");
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/**
 * Folders of stacks, each with its Terraform JSON and what lives. The first cluster of each region is
 * synthesized and read for real; the others are the same text with their own names and ids.
 */
async function prepare(root: string, clusters: number): Promise<void> {
  const live = await synthesized(root, "as-live", TEN_PAIRS);
  const changed = await synthesized(root, "changed", { ...TEN_PAIRS, volumeGib: 60 });
  const caches = await withWorld(
    2,
    true,
    async (environment) => {
      Object.assign(process.env, environment);
      return [await readLiveCache(clusterName(0), live(0)), await readLiveCache(clusterName(1), live(1))];
    },
    TEN_PAIRS,
  );
  const texts = [0, 1].map((region) => ({
    live: JSON.stringify(caches[region]),
    "as-live": readFileSync(join(live(region), "cdk.tf.json"), "utf8"),
    changed: readFileSync(join(changed(region), "cdk.tf.json"), "utf8"),
  }));
  for (let index = 0; index < clusters; index++) {
    const text = texts[index % 2];
    if (text === undefined) continue;
    for (const folder of ["as-live", "changed"] as const) {
      const directory = join(root, folder, clusterName(index));
      mkdirSync(directory, { recursive: true });
      writeFileSync(join(directory, "cdk.tf.json"), asCluster(text[folder], index));
      writeFileSync(join(directory, "live.json"), asCluster(text.live, index));
    }
  }
}

async function synthesized(
  root: string,
  name: string,
  shape: FleetShape,
): Promise<(index: number) => string> {
  const file = join(root, `${name}.yaml`);
  writeFileSync(file, makeFleet(2, shape));
  const { fleet } = await loadFleet([file]);
  const { synthesizeFleet } = await import("../stacks/index.js");
  const outdir = join(root, `${name}.out`);
  const { stacks } = await synthesizeFleet(fleet, { outdir });
  return (index) => stacks[index]?.directory ?? "";
}

/** The text of the first or second cluster as another cluster's. */
function asCluster(text: string, index: number): string {
  const from = index % 2;
  if (from === index) return text;
  const subnet = (cluster: number) => `subnet-${cluster.toString(16).padStart(16, "0")}`;
  return text
    .replaceAll(clusterName(from), clusterName(index))
    .replaceAll(subnet(from), subnet(index))
    .replace(
      /\blt-[0-9a-f]{17}\b/g,
      (id) => `lt-${createHash("sha256").update(`${id} ${index}`).digest("hex").slice(0, 17)}`,
    );
}

function measure(folder: string, clusters: number, nothingLives: boolean): PlannerMeasurement {
  const stacks = Array.from({ length: clusters }, (_, index) => clusterName(index));
  const output = execFileSync(
    process.execPath,
    [
      "--require",
      require.resolve("tsx/cjs"),
      join(__dirname, "planner-child.ts"),
      folder,
      JSON.stringify(stacks),
      String(nothingLives),
    ],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  return JSON.parse(output);
}

function cells(rows: readonly PlannerMeasurement[]): string[][] {
  const [first] = rows;
  return rows.map((row) => [
    `${row.resources.toLocaleString("en")} resources`,
    row.changed.toLocaleString("en"),
    `${row.seconds.toFixed(2)} s`,
    `${row.processorSeconds.toFixed(2)} s`,
    ((1000 * row.processorSeconds) / row.resources).toFixed(3),
    `${Math.round(row.peakMegabytes)} MB`,
    first === undefined || first === row ? "" : exponent(first, row),
  ]);
}

/** The power of the number of resources with which processor time grows: 1 is linear. */
function exponent(from: PlannerMeasurement, to: PlannerMeasurement): string {
  const time = Math.log(to.processorSeconds / from.processorSeconds);
  return `^${(time / Math.log(to.resources / from.resources)).toFixed(2)}`;
}
