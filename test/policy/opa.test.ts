import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { exampleFacts } from "../../modules/policy/examples/example-facts.js";
import { readExamples } from "../../modules/policy/examples/read-examples.js";
import { evaluateRules } from "../../modules/policy/host/evaluate-rules.js";
import { listRules, policiesDirectory, policyFacts } from "../../modules/policy/index.js";
import { describeWith, opaCommand } from "../_helpers/live-tools.js";

const policies = policiesDirectory();
const opa = (...parameters: string[]): string =>
  execFileSync(opaCommand(), parameters, { cwd: policies, encoding: "utf8", maxBuffer: 1 << 28 });

const resultSchema = z.object({
  findings: z.record(z.string(), z.array(z.unknown())),
  undecided: z.record(z.string(), z.array(z.unknown())),
});

/** Findings and undecided rules as text, in one order for both engines. */
function comparable(rules: Record<string, readonly unknown[]>): string[] {
  const sorted = (value: unknown): unknown =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)))
      : value;
  return Object.entries(rules)
    .flatMap(([rule, found]) => found.map((each) => `${rule} ${JSON.stringify(sorted(each))}`))
    .sort();
}

function grouped(entries: readonly (readonly [string, unknown])[]): Record<string, unknown[]> {
  const groups: Record<string, unknown[]> = {};
  for (const [rule, value] of entries) groups[rule] = [...(groups[rule] ?? []), value];
  return groups;
}

describeWith("opa", "the rules under opa itself", () => {
  it("pass their tests, and the tests reach every line", () => {
    const report = z
      .object({ coverage: z.number() })
      .parse(JSON.parse(opa("test", "--bundle", "--timeout", "120s", "--coverage", "--format", "json", ".")));
    expect(report.coverage).toBe(100);
  });

  it("hold against the schema of the facts, and are formatted", () => {
    opa("check", "--strict", "--bundle", "--schema", "schema", ".");
    expect(opa("fmt", "--list", "lib", "rules", "main", "examples")).toBe("");
  });

  it("find through WebAssembly exactly what opa finds natively, on every example and on recorded plans", async () => {
    const documents = [];
    for (const { folder } of await listRules()) {
      if (folder === null) continue;
      for (const example of (await readExamples(folder)).examples)
        documents.push(await exampleFacts(example));
    }
    const plans = join(__dirname, "../fixtures/policy/plans");
    for (const name of readdirSync(plans)) {
      const plan = JSON.parse(readFileSync(join(plans, name), "utf8"));
      documents.push(await policyFacts({ stacks: { [name]: plan } }, { now: "2026-03-01T12:00:00Z" }));
    }
    const native = evaluateNatively(documents);
    for (const [index, facts] of documents.entries()) {
      const wasm = await evaluateRules(facts);
      const result = resultSchema.parse(native[index]);
      expect(comparable(grouped(wasm.findings.map(({ rule, finding }) => [rule, finding])))).toEqual(
        comparable(result.findings),
      );
      expect(comparable(grouped(wasm.undecided.map(({ rule, undecided }) => [rule, undecided])))).toEqual(
        comparable(result.undecided),
      );
    }
  });

  it("hold for the built-in functions that our host brings along", () => {
    const source = join(__dirname, "../fixtures/policy/bundles/sources/builtins.rego");
    expect(JSON.parse(opa("eval", "--data", source, "--format", "raw", "data.main.deny"))).toEqual([]);
  });

  it("compile to the committed bundle", () => {
    const directory = mkdtempSync(join(tmpdir(), "fleetwright-opa-"));
    try {
      const archive = join(directory, "bundle.tar.gz");
      opa(
        "build",
        "--target",
        "wasm",
        "--prune-unused",
        "--ignore",
        "*_test.rego",
        "--ignore",
        "*.yaml",
        "--entrypoint",
        "fleetwright/main/result",
        "--output",
        archive,
        "lib",
        "rules",
        "main",
      );
      const wasm = spawnSync("tar", ["-xzOf", archive, "/policy.wasm"], { maxBuffer: 1 << 26 }).stdout;
      expect(wasm.equals(readFileSync(join(policies, "bundle/policy.wasm")))).toBe(true);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

/** One process for all documents: starting opa takes longer than judging. */
function evaluateNatively(documents: readonly unknown[]): unknown[] {
  const directory = mkdtempSync(join(tmpdir(), "fleetwright-opa-"));
  try {
    const input = join(directory, "input.json");
    writeFileSync(input, JSON.stringify({ documents }));
    const query =
      "[result | some document in input.documents; result := data.fleetwright.main.result with input as document]";
    const output = opa(
      "eval",
      "--data",
      "lib",
      "--data",
      "rules",
      "--data",
      "main",
      "--ignore",
      "*_test.rego",
      "--ignore",
      "*.yaml",
      "--input",
      input,
      "--format",
      "json",
      query,
    );
    const parsed = z
      .object({
        result: z.tuple([z.object({ expressions: z.tuple([z.object({ value: z.array(z.unknown()) })]) })]),
      })
      .parse(JSON.parse(output));
    return parsed.result[0].expressions[0].value;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
