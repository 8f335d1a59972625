import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { policiesDirectory } from "../policies-directory.js";
import { type RuleExamples, ruleExamplesSchema } from "./example.js";

/** The examples of a rule, from the folder of the rule. */
export async function readExamples(folder: string): Promise<RuleExamples> {
  const { parse } = await import("yaml");
  const text = await readFile(join(policiesDirectory(), "rules", folder, "data.yaml"), "utf8");
  return ruleExamplesSchema.parse(parse(text));
}
