import { bundledRules } from "../host/policy-bundle.js";
import type { Example } from "./example.js";
import { exampleVerdict } from "./example-verdict.js";
import { readExampleFile } from "./read-example-file.js";
import { readExamples } from "./read-examples.js";

export interface PolicyTestResult {
  readonly rule: string;
  readonly example: string;
  readonly expected: Example["verdict"];
  readonly given: Example["verdict"];
}

export interface PolicyTestReport {
  readonly passed: number;
  readonly failed: number;
  readonly results: readonly PolicyTestResult[];
}

/**
 * Runs every example of every rule through the compiled bundle, and those of the user's own files: YAML with
 * `rule` and `examples`, as `data.yaml` beside a rule. Throws `POLICY_INVALID_EXAMPLES` for any other file.
 */
export async function testPolicies(files: readonly string[] = []): Promise<PolicyTestReport> {
  const results: PolicyTestResult[] = [];
  for (const file of files) {
    const { rule, examples } = await readExampleFile(file);
    for (const example of examples) {
      const given = await exampleVerdict(rule, example);
      results.push({ rule: rule.id, example: example.name, expected: example.verdict, given });
    }
  }
  for (const rule of bundledRules()) {
    if (rule.folder === null) continue;
    const { examples } = await readExamples(rule.folder);
    for (const example of examples) {
      const given = await exampleVerdict(rule, example);
      results.push({ rule: rule.id, example: example.name, expected: example.verdict, given });
    }
  }
  const failed = results.filter(({ expected, given }) => expected !== given).length;
  return { passed: results.length - failed, failed, results };
}
