/**
 * How long it takes to read and synthesize fleets of 10, 100 and 1,000 clusters (three groups in three zones:
 * 18 resources each), the first time, again without a change, and after a change to one cluster.
 *
 *   npx tsx bench/synth.ts [clusters…]
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadFleet } from "../modules/fleet/index.js";
import { makeFleet } from "./make-fleet.js";
import { table } from "./table.js";

interface Measured {
  readonly clusters: number;
  readonly resources: number;
  readonly importSeconds: number;
  readonly loadSeconds: number;
  readonly firstSeconds: number;
  readonly againSeconds: number;
  readonly oneChangedSeconds: number;
  readonly peakMegabytes: number;
}

async function measure(clusters: number): Promise<Measured> {
  const directory = mkdtempSync(path.join(tmpdir(), "fleetwright-bench-"));
  const file = path.join(directory, "fleet.yaml");
  const outdir = path.join(directory, "cdktf.out");
  try {
    const [importSeconds, stacks] = await timed(() => import("../stacks/index.js"));
    const text = makeFleet(clusters);
    writeFileSync(file, text);
    const [loadSeconds, { fleet }] = await timed(() => loadFleet([file]));
    const [firstSeconds] = await timed(() => stacks.synthesizeFleet(fleet, { outdir }));
    const [againSeconds] = await timed(() => stacks.synthesizeFleet(fleet, { outdir }));
    writeFileSync(file, text.replace("{ name: general,", "{ name: general, forceUpdate: true,"));
    const [oneChangedSeconds] = await timed(async () => {
      const { fleet: changed } = await loadFleet([file]);
      return stacks.synthesizeFleet(changed, { outdir });
    });
    return {
      clusters,
      resources: clusters * 18,
      importSeconds,
      loadSeconds,
      firstSeconds,
      againSeconds,
      oneChangedSeconds,
      peakMegabytes: process.resourceUsage().maxRSS / 1024,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function timed<T>(work: () => Promise<T>): Promise<[seconds: number, result: T]> {
  const start = performance.now();
  const result = await work();
  return [(performance.now() - start) / 1000, result];
}

/** Each size has a process of its own, so that its peak of memory is its own. */
function measureApart(clusters: number): Measured {
  const output = execFileSync(
    process.execPath,
    [...process.execArgv, __filename, "--one", String(clusters)],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  return JSON.parse(output);
}

const columns: readonly [title: string, cell: (row: Measured) => string][] = [
  ["clusters", (row) => row.clusters.toLocaleString("en")],
  ["resources", (row) => row.resources.toLocaleString("en")],
  ["import cdktf s", (row) => row.importSeconds.toFixed(2)],
  ["read fleet s", (row) => row.loadSeconds.toFixed(2)],
  ["first synth s", (row) => row.firstSeconds.toFixed(2)],
  ["ms / resource", (row) => ((1000 * row.firstSeconds) / row.resources).toFixed(2)],
  ["unchanged s", (row) => row.againSeconds.toFixed(2)],
  ["read + synth, one changed s", (row) => row.oneChangedSeconds.toFixed(2)],
  ["peak MB", (row) => row.peakMegabytes.toFixed(0)],
];

async function main(): Promise<void> {
  const [flag, size] = process.argv.slice(2);
  if (flag === "--one") {
    process.stdout.write(JSON.stringify(await measure(Number(size))));
    return;
  }
  const sizes = process.argv.slice(2).map(Number);
  const rows = (sizes.length === 0 ? [10, 100, 1000] : sizes).map(measureApart);
  const titles = columns.map(([title]) => title);
  console.log(
    table(
      titles,
      rows.map((row) => columns.map(([, cell]) => cell(row))),
    ),
  );
}

void main();
