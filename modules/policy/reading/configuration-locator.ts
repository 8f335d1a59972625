import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Document, LineCounter } from "yaml";
import type { SourceLocation } from "../../diagnostics/index.js";
import type { JudgedPlans } from "../judged-plans.js";

/** Where a resource, or one attribute of it, is written. */
export type Locator = (
  stack: string,
  address: string | null,
  attribute?: readonly (string | number)[],
) => SourceLocation | undefined;

/**
 * Leads findings to lines of Terraform JSON, for plans that come from no fleet file: `directories` gives the
 * folder of each stack, else our own plans tell it (`fleetwright.directory`, relative to `project`). A folder
 * without `cdk.tf.json` gives no places.
 */
export async function configurationLocator(
  plans: JudgedPlans,
  project: string,
  directories: { readonly [stack: string]: string } = {},
): Promise<Locator> {
  const files = new Map<string, ConfigurationFile>();
  for (const [stack, plan] of Object.entries(plans.stacks)) {
    const directory = directories[stack] ?? plan.fleetwright?.directory;
    if (directory === undefined) continue;
    const file = await readConfiguration(join(project, directory, "cdk.tf.json"), project);
    if (file !== undefined) files.set(stack, file);
  }
  return (stack, address, attribute = []) => {
    const file = files.get(stack);
    const [type, name] = (address ?? "").replace(/\[[^\]]*\]$/, "").split(".");
    if (file === undefined || type === undefined || name === undefined || name === "") return undefined;
    const steps = ["resource", type, name];
    const [first] = attribute;
    return (typeof first === "string" ? place(file, [...steps, first]) : undefined) ?? place(file, steps);
  };
}

interface ConfigurationFile {
  readonly path: string;
  readonly text: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** JSON is YAML, and the YAML parser keeps positions. */
async function readConfiguration(path: string, project: string): Promise<ConfigurationFile | undefined> {
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  const { LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  return { path: relative(project, path), text, document, lines };
}

/** The place of the key that leads to a value. */
function place(file: ConfigurationFile, steps: readonly string[]): SourceLocation | undefined {
  const node = file.document.getIn(steps, true);
  const start = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  if (!Array.isArray(start) || typeof start[0] !== "number") return undefined;
  const key = file.text.lastIndexOf(`"${steps.at(-1)}"`, start[0]);
  const { line, col } = file.lines.linePos(key === -1 ? start[0] : key);
  return {
    file: file.path,
    line,
    column: col,
    endColumn: col + `"${steps.at(-1)}"`.length,
    lineText: file.text.split("\n", line)[line - 1] ?? "",
  };
}
