/**
 * `npm run bench -- policy`: how long the gate takes, by number of resource changes, and beside it native
 * `opa eval` of the same rules on the same facts, where `opa` is found (environment variable OPA, or PATH).
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type JudgedPlans, judge, policiesDirectory, policyFacts } from "../modules/policy/index.js";
import { hasTool, opaCommand } from "../test/_helpers/live-tools.js";
import { measureProgram } from "./measure.js";
import { benchmarkPlan, benchmarkPlans } from "./policy-plans.js";
import { table } from "./table.js";

const context = { now: "2026-03-01T12:00:00Z" };

async function main(): Promise<void> {
  await judge(benchmarkPlans(1), context);
  const rows: string[][] = [];
  for (const clusters of [10, 100, 1000]) {
    rows.push(await row(`${clusters * 20} changes, ${clusters} plans`, benchmarkPlans(clusters)));
  }
  rows.push(await row("20000 changes, 1 plan", benchmarkPlan(1000)));
  process.stdout.write(table([...HEADER], rows));
}

const HEADER = [
  "changes",
  "facts ms",
  "gate in all ms",
  "processor ms",
  "findings",
  "facts MB",
  "opa eval ms",
  "opa in all, processor ms",
];

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
    ...(await nativeTimes(text, findings)),
  ];
}

function median(times: readonly number[]): string {
  const sorted = [...times].sort((left, right) => left - right);
  return (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0);
}

/**
 * Native `opa eval` of the same rules on the same facts: the evaluation alone as `opa` measures it, input parsing
 * included, and the processor time of the whole process. Throws where it comes to other findings than the gate.
 */
async function nativeTimes(facts: string, expected: number): Promise<string[]> {
  if (!hasTool("opa")) return ["skipped: opa not found", ""];
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
    const run = await measureProgram(opaCommand(), ["eval", ...folders, ...options, query], {
      cwd: directory,
      expected: [0],
    });
    const { metrics, result }: OpaOutput = JSON.parse(run.stdout);
    const found = Object.values(result[0]?.expressions[0]?.value.findings ?? {}).flat().length;
    if (found !== expected) throw new Error(`opa eval came to ${found} findings, the gate to ${expected}`);
    const nanoseconds = (metrics.timer_rego_query_eval_ns ?? 0) + (metrics.timer_rego_input_parse_ns ?? 0);
    return [(nanoseconds / 1e6).toFixed(0), (1000 * (run.processorSeconds ?? 0)).toFixed(0)];
  } finally {
    rmSync(directory, { recursive: true });
  }
}

interface OpaOutput {
  readonly metrics: { readonly [name: string]: number };
  readonly result: readonly {
    readonly expressions: readonly {
      readonly value: { readonly findings: { readonly [rule: string]: readonly unknown[] } };
    }[];
  }[];
}

void main();
