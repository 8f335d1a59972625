import { join } from "node:path";
import { measure } from "./measure.js";
import { table } from "./table.js";

const ROUNDS = 7;

/** Median start-up of commands that do nothing but start, with Node's own start for comparison. */
export async function startUpTable(bin: string): Promise<string> {
  const rows: string[][] = [];
  const programs: readonly (readonly [string, readonly string[]])[] = [
    ["node, empty program", ["-e", "0"]],
    ["fleetwright --version", [bin, "--version"]],
    ["fleetwright --help", [bin, "--help"]],
    ["fleetwright plan --help", [bin, "plan", "--help"]],
  ];
  for (const [name, argv] of programs) {
    const runs = [];
    for (let round = 0; round < ROUNDS; round++) runs.push(await measure(argv, { cwd: process.cwd() }));
    const sorted = runs.map(({ seconds }) => seconds * 1000).sort((left, right) => left - right);
    rows.push([name, `${Math.round(sorted[Math.floor(ROUNDS / 2)] ?? 0)} ms`, await packagesLoadedBy(argv)]);
  }
  return table(["start-up", `median of ${ROUNDS}`, "packages loaded"], rows);
}

/** The npm packages that a run loads, by name. */
async function packagesLoadedBy(argv: readonly string[]): Promise<string> {
  const reporter = join(__dirname, "report-packages.cjs");
  const { stdout } = await measure(["--require", reporter, ...argv], { cwd: process.cwd() });
  const [, list = ""] = /^loaded packages: (.*)$/m.exec(stdout) ?? [];
  return list === "" ? "none" : list;
}
