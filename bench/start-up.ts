import { type Measurement, measure } from "./measure.js";
import { table } from "./table.js";

const ROUNDS = 7;

/** Median start-up of commands that do nothing but start, with Node's own start for comparison. */
export async function startUpTable(bin: string): Promise<string> {
  const programs: readonly (readonly [string, readonly string[]])[] = [
    ["node, empty program", ["-e", "0"]],
    ["fleetwright --version", [bin, "--version"]],
    ["fleetwright --help", [bin, "--help"]],
    ["fleetwright plan --help", [bin, "plan", "--help"]],
  ];
  const rows: string[][] = [];
  for (const [name, argv] of programs) {
    const runs: Measurement[] = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await measure(argv, { cwd: process.cwd() }));
    const median = (of: (run: Measurement) => number) =>
      runs.map(of).sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
    rows.push([
      name,
      `${Math.round(1000 * median(({ seconds }) => seconds))} ms`,
      `${Math.round(median(({ peakMegabytes }) => peakMegabytes ?? 0))} MB`,
    ]);
  }
  return table(["start-up", `median of ${ROUNDS}`, "memory"], rows);
}
