/**
 * How long things take: `npm run bench` for all of it, `npm run bench -- planner` for one part,
 * `npm run bench -- fleets 10 100` for some sizes only. Prints tables in Markdown. Needs a build (`npm ci` makes
 * one).
 */
import { cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { findPostgres } from "../test/_helpers/postgres.js";
import { fleetTables } from "./fleets.js";
import { measure } from "./measure.js";
import { plannerTables } from "./planner.js";
import { startUpTable } from "./start-up.js";
import { terraformTable } from "./terraform.js";

const bin = join(__dirname, "..", "dist", "cli", "fleetwright.mjs");

const PARTS: { readonly [part: string]: (sizes: readonly number[]) => Promise<string> } = {
  "start-up": () => startUpTable(bin),
  planner: plannerTables,
  terraform: (sizes) => terraformTable(bin, sizes),
  fleets: (sizes) => fleetTables(bin, sizes),
  synth: (sizes) => script("synth.ts", sizes),
  policy: () => script("policy.ts", []),
  sandbox: () => script("sandbox.ts", []),
  rollout: (sizes) => script("rollout.ts", sizes),
  "rollout-distributed": async (sizes) =>
    findPostgres() === null
      ? "skipped: PostgreSQL not found\n"
      : script("rollout.ts", ["distributed", ...sizes]),
};

/** A part that is a program of its own, so that what it measures of itself is its own. */
async function script(name: string, sizes: readonly (number | string)[]): Promise<string> {
  const argv = [require.resolve("tsx/cli"), join(__dirname, name), ...sizes.map(String)];
  return (await measure(argv, { cwd: process.cwd() })).stdout;
}

async function main(): Promise<void> {
  const sizes = process.argv.slice(2).map(Number).filter(Number.isInteger);
  const asked = process.argv.slice(2).filter((argument) => !Number.isInteger(Number(argument)));
  const unknown = asked.find((part) => !Object.hasOwn(PARTS, part));
  if (unknown !== undefined)
    throw new Error(`There is no part "${unknown}": ${Object.keys(PARTS).join(", ")}.`);
  process.stdout.write(`Node ${process.version}, ${machine()}\n`);
  for (const [part, run] of Object.entries(PARTS)) {
    if (asked.length > 0 && !asked.includes(part)) continue;
    process.stdout.write(`\n## ${part}\n\n${await run(sizes)}`);
  }
  process.stdout.write(`\nAt the end: ${machine()}\n`);
}

/** What it ran on, and how much else wanted to run: the mean number of runnable processes of the last minute. */
function machine(): string {
  const processors = `${cpus().length} × ${cpus()[0]?.model.trim() ?? "unknown"}`;
  return `${processors}, ${Math.round(totalmem() / 2 ** 30)} GiB, load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
