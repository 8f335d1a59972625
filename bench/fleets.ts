import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeFleet, nodeGroupsOf } from "./make-fleet.js";
import { type Measurement, measure } from "./measure.js";
import { table } from "./table.js";
import { withWorld } from "./with-world.js";

const DEFAULT_SIZES = [10, 100, 1000];

/** Whole commands over fleets of some sizes, each in a process of its own, against a sandbox in another. */
export async function fleetTables(bin: string, asked: readonly number[]): Promise<string> {
  const rows: { [step: string]: string[][] } = {};
  for (const clusters of asked.length === 0 ? DEFAULT_SIZES : asked) {
    for (const [step, run] of Object.entries(await measureFleet(bin, clusters))) {
      rows[step] ??= [];
      rows[step].push([
        clusters.toLocaleString("en"),
        nodeGroupsOf(clusters).toLocaleString("en"),
        ...cells(run),
      ]);
    }
  }
  return Object.entries(rows)
    .map(([step, each]) =>
      table([`${step}: clusters`, "node groups", "wall", "processor", "peak memory"], each),
    )
    .join("\n");
}

async function measureFleet(bin: string, clusters: number): Promise<{ [step: string]: Measurement }> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-bench-"));
  try {
    writeFileSync(join(directory, "fleet.yaml"), makeFleet(clusters));
    const run = (argv: readonly string[], env: { readonly [name: string]: string } = {}) =>
      measure([bin, ...argv], { cwd: directory, env });
    return {
      synth: await run(["synth"]),
      "synth again": await run(["synth"]),
      "plan, all new": await withWorld(clusters, false, (env) => run(["plan", "-out", "new.plan"], env)),
      "plan, no changes": await withWorld(clusters, true, (env) => run(["plan"], env)),
      gate: await run(["gate", "-plan", "new.plan", "-format", "json"]),
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function cells({ seconds, processorSeconds, peakMegabytes }: Measurement): string[] {
  return [
    duration(seconds),
    processorSeconds === null ? "unknown" : duration(processorSeconds),
    peakMegabytes === null ? "unknown" : `${Math.round(peakMegabytes)} MB`,
  ];
}

function duration(seconds: number): string {
  return `${seconds < 10 ? seconds.toFixed(2) : seconds.toFixed(1)} s`;
}
