/**
 * `npx tsx bench/policy.ts`: how long the gate takes, by number of resource changes, and beside it native
 * `opa eval` of the same rules on the same facts, where `opa` is found (environment variable OPA, or PATH).
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JudgedPlans, judge, policiesDirectory, policyFacts } from "../modules/policy/index.js";
import { benchmarkPlan, benchmarkPlans } from "./policy-plans.js";

const context = { now: "2026-03-01T12:00:00Z" };
const opa = process.env.OPA ?? "opa";

async function main(): Promise<void> {
  await judge(benchmarkPlans(1), context);
  const rows: string[][] = [];
  for (const clusters of [10, 100, 1000]) {
    rows.push(await row(`${clusters * 20} changes, ${clusters} plans`, benchmarkPlans(clusters)));
  }
  rows.push(await row("20000 changes, 1 plan", benchmarkPlan(1000)));
  printTable([
    ["", "facts (ms)", "gate in all (ms)", "of processor (ms)", "findings", "facts (MB)", "opa eval (ms)"],
    ...rows,
  ]);
}

async function row(name: string, plans: JudgedPlans): Promise<string[]> {
  let facts = await policyFacts(plans, context);
  const started = performance.now();
  facts = await policyFacts(plans, context);
  const extracted = performance.now() - started;
  const times: number[] = [];
  const processor: number[] = [];
  let findings = 0;
  for (let run = 0; run < 3; run += 1) {
    const begin = performance.now();
    const used = process.cpuUsage();
    findings = (await judge(plans, context)).findings.length;
    times.push(performance.now() - begin);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1000);
  }
  const text = JSON.stringify(facts);
  const megabytes = (text.length / 1e6).toFixed(1);
  return [
    name,
    extracted.toFixed(0),
    median(times),
    median(processor),
    String(findings),
    megabytes,
    nativeTime(text),
  ];
}

function median(times: readonly number[]): string {
  const sorted = [...times].sort((left, right) => left - right);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0);
}

/** Without the start of the process: `opa` measures its own evaluation, input parsing included. */
function nativeTime(facts: string): string {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-bench-"));
  try {
    const input = join(directory, "input.json");
    writeFileSync(input, facts);
    const folders = ["lib", "rules", "main"].flatMap((folder) => [
      "--data",
      join(policiesDirectory(), folder),
    ]);
    const options = ["--input", input, "--format", "json", "--metrics", "--ignore", "*_test.rego"];
    const query = "data.fleetwright.main.result";
    const run = spawnSync(opa, ["eval", ...folders, ...options, query], {
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    if (run.error !== undefined || run.status !== 0) return `not measured: ${opa} not found or failed`;
    const { metrics }: { metrics: { [name: string]: number } } = JSON.parse(run.stdout);
    const nanoseconds = (metrics.timer_rego_query_eval_ns ?? 0) + (metrics.timer_rego_input_parse_ns ?? 0);
    return (nanoseconds / 1e6).toFixed(0);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const cells of rows) {
    console.log(
      cells
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    );
  }
}

void main();
