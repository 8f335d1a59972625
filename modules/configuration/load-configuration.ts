import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { FleetwrightError } from "../diagnostics/index.js";
import { compareBytes } from "../values/index.js";
import { buildDependencyGraph } from "./build-dependency-graph.js";
import type { Configuration } from "./configuration.js";
import { checkReferences } from "./reading/check-references.js";
import { parseJsonFile } from "./reading/parse-json-file.js";
import { readLockFile } from "./reading/read-lock-file.js";
import { type RootFile, readRootModule } from "./reading/read-root-module.js";
import type { ReadingContext } from "./reading/reading-context.js";
import { validateVariables } from "./reading/validate-variables.js";
import { resolveVariableValues, type VariableSources } from "./reading/variable-values.js";
import { loadTemplateParser } from "./syntax/parse-template.js";

export interface LoadOptions extends VariableSources {
  /** The workspace's name; `default` when not given. */
  readonly workspace?: string;
}

/**
 * Reads a folder of Terraform JSON (`*.tf.json`), as CDKTF or anyone else writes it: structure, expressions,
 * variables, the dependency graph. Nothing but variables is evaluated. Throws a FleetwrightError with every
 * problem found, each with its place in the JSON.
 */
export async function loadConfiguration(
  directory: string,
  options: LoadOptions = {},
): Promise<Configuration> {
  const root = path.resolve(directory);
  const context: ReadingContext = { templates: await loadTemplateParser(), diagnostics: [] };
  const module = readRootModule(context, await readFiles(context, root));
  throwErrors(context);
  const workspace = options.workspace ?? "default";
  const declared = { ...module, directory: root, workspace, lockedProviders: await readLockFile(root) };
  context.diagnostics.push(...checkReferences(declared));
  const variableValues = await resolveVariableValues(context, root, module.variables, options);
  throwErrors(context);
  const graph = buildDependencyGraph(declared);
  context.diagnostics.push(...validateVariables(declared, variableValues));
  throwErrors(context);
  return { ...declared, variableValues, graph, warnings: context.diagnostics };
}

function throwErrors(context: ReadingContext): void {
  const errors = context.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new FleetwrightError("user", context.diagnostics);
}

async function readFiles(context: ReadingContext, directory: string): Promise<RootFile[]> {
  const names = await listFolder(directory);
  const hcl = names.filter((name) => name.endsWith(".tf"));
  const overrides = names.filter((name) => /(^|_)override\.tf\.json$/.test(name));
  for (const name of hcl) {
    problem(
      context,
      "HCL",
      "Native syntax is not read",
      `${name} is in Terraform's native syntax; only Terraform JSON (*.tf.json) is read. A plan without it would leave something out.`,
    );
  }
  for (const name of overrides)
    problem(
      context,
      "OVERRIDE",
      "Override files are not read",
      `${name} is an override file, which is not supported.`,
    );
  const files = names.filter((name) => name.endsWith(".tf.json"));
  if (files.length === 0 && hcl.length === 0)
    problem(context, "EMPTY", "No configuration files", `There is no *.tf.json file in ${directory}.`);
  const read = await Promise.all(
    files.map(async (name) => ({ name, text: await readFile(path.join(directory, name), "utf8") })),
  );
  return read.flatMap(({ name, text }) => parseJsonFile(context, name, text) ?? []);
}

async function listFolder(directory: string): Promise<string[]> {
  try {
    return (await readdir(directory)).sort(compareBytes);
  } catch {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "CONFIGURATION_DIRECTORY",
        summary: "Configuration folder not found",
        detail: `${directory} is no folder that can be read. Give the folder that holds cdk.tf.json.`,
      },
    ]);
  }
}

function problem(context: ReadingContext, code: string, summary: string, detail: string): void {
  context.diagnostics.push({ severity: "error", code: `CONFIGURATION_${code}`, summary, detail });
}
