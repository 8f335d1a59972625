/**
 * How long things take, as a user meets them: `npm run bench`, or `npm run bench -- 10 100` for some sizes
 * only. Prints tables in Markdown. Needs a build (`npm ci` makes one).
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { makeFleet, nodeGroupsOf } from "./make-fleet.js";
import { type Measurement, measure } from "./measure.js";
import { startUpTable } from "./start-up.js";
import { table } from "./table.js";
import { withWorld } from "./with-world.js";

const bin = join(__dirname, "..", "dist", "cli", "fleetwright.mjs");
const DEFAULT_SIZES = [10, 100, 1000];

async function main(): Promise<void> {
  const asked = process.argv.slice(2).map(Number).filter(Number.isInteger);
  const sizes = asked.length === 0 ? DEFAULT_SIZES : asked;
  process.stdout.write(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB\n\n`,
  );
  process.stdout.write(`${await startUpTable(bin)}\n`);
  const rows: string[][] = [];
  for (const clusters of sizes) rows.push(await fleetRow(clusters));
  process.stdout.write(
    table(
      [
        "clusters",
        "node groups",
        "synth",
        "synth again",
        "plan, all new",
        "plan, no changes",
        "gate",
        "memory",
      ],
      rows,
    ),
  );
  process.stdout.write(
    "\nPlans read every object over HTTP from the sandbox, which shares the machine. Memory is the most that plan, no changes used.\n",
  );
}

async function fleetRow(clusters: number): Promise<string[]> {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-bench-"));
  try {
    writeFileSync(join(directory, "fleet.yaml"), makeFleet(clusters));
    const run = (argv: readonly string[], env: { readonly [name: string]: string } = {}) =>
      measure([bin, ...argv], { cwd: directory, env });
    const synth = await run(["synth"]);
    const again = await run(["synth"]);
    const empty = await withWorld(clusters, false, (env) => run(["plan", "-out", "new.plan"], env));
    const full = await withWorld(clusters, true, (env) => run(["plan"], env));
    const gate = await run(["gate", "-plan", "new.plan", "-format", "json"]);
    return [
      String(clusters),
      String(nodeGroupsOf(clusters)),
      seconds(synth),
      seconds(again),
      seconds(empty),
      seconds(full),
      seconds(gate),
      full.peakMegabytes === null ? "unknown" : `${Math.round(full.peakMegabytes)} MB`,
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function seconds({ seconds: value }: Measurement): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(1)} s`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
