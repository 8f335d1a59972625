import { readFile } from "node:fs/promises";
import { z } from "zod";
import { FleetwrightError } from "../../diagnostics/index.js";
import { bundledRules } from "../host/policy-bundle.js";
import type { RuleMetadata } from "../rules/rule-metadata.js";
import { type Example, ruleExamplesSchema } from "./example.js";
import { exampleFacts } from "./example-facts.js";

/** Reads a file of the user's own examples, and checks that each gives facts that rules can see. */
export async function readExampleFile(
  file: string,
): Promise<{ readonly rule: RuleMetadata; readonly examples: readonly Example[] }> {
  const { parse } = await import("yaml");
  try {
    const { rule: id, examples } = ruleExamplesSchema.parse(parse(await readFile(file, "utf8")));
    const rule = bundledRules().find((each) => each.id === id);
    if (rule === undefined) throw new Error(`No rule has the id ${id}.`);
    for (const example of examples) await exampleFacts(example);
    return { rule, examples };
  } catch (error) {
    const detail =
      error instanceof z.ZodError
        ? z.prettifyError(error)
        : error instanceof Error
          ? error.message
          : String(error);
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "POLICY_INVALID_EXAMPLES",
        summary: `${file} holds no examples of a rule`,
        detail,
      },
    ]);
  }
}
