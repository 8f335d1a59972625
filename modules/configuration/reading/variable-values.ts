import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Diagnostic } from "../../diagnostics/index.js";
import { Sensitive, type Value } from "../../values/index.js";
import type { VariableConfiguration } from "../configuration.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { valueOfJson } from "../conversion/value-of-json.js";
import { evaluateConstant } from "../evaluation/evaluate-constant.js";
import { EvaluationError } from "../evaluation/evaluation-error.js";
import { TemplateSyntaxError } from "../syntax/template-syntax-error.js";
import { parseJsonFile } from "./parse-json-file.js";
import type { ReadingContext } from "./reading-context.js";

export interface VariableSources {
  /** `-var NAME=VALUE`, the values as text. */
  readonly variables?: { readonly [name: string]: string };
  /** `-var-file`, in order; relative to the working directory. */
  readonly varFiles?: readonly string[];
  /** `TF_VAR_NAME` is looked up here. */
  readonly env?: { readonly [name: string]: string | undefined };
}

type Given = { readonly value: Value } | { readonly text: string; readonly source: string };

/**
 * The variables' final values. As in Terraform, later ones win: defaults, environment, `terraform.tfvars`,
 * `*.auto.tfvars`, `-var-file`, `-var`. Problems go into the context.
 */
export async function resolveVariableValues(
  context: ReadingContext,
  directory: string,
  variables: ReadonlyMap<string, VariableConfiguration>,
  sources: VariableSources,
): Promise<Map<string, Value>> {
  const given = new Map<string, Given>();
  for (const name of variables.keys()) {
    const text = sources.env?.[`TF_VAR_${name}`];
    if (text !== undefined) given.set(name, { text, source: `the environment variable TF_VAR_${name}` });
  }
  for (const file of await automaticFiles(directory))
    for (const [name, value] of await readVarFile(context, path.join(directory, file), file))
      given.set(name, { value });
  for (const file of sources.varFiles ?? [])
    for (const [name, value] of await readVarFile(context, path.resolve(file), file)) {
      if (!variables.has(name)) undeclared(context, name, `by the variables file ${file}`, "warning");
      given.set(name, { value });
    }
  for (const [name, text] of Object.entries(sources.variables ?? {})) {
    if (!variables.has(name)) undeclared(context, name, "on the command line", "error");
    given.set(name, { text, source: `-var ${name}` });
  }
  const values = new Map<string, Value>();
  for (const variable of variables.values()) {
    const value = finalValue(context, variable, given.get(variable.name));
    values.set(variable.name, variable.sensitive ? new Sensitive(value) : value);
  }
  return values;
}

async function automaticFiles(directory: string): Promise<string[]> {
  const names = (await readdir(directory)).sort();
  const standard = ["terraform.tfvars", "terraform.tfvars.json"].filter((name) => names.includes(name));
  return [...standard, ...names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name))];
}

async function readVarFile(
  context: ReadingContext,
  file: string,
  name: string,
): Promise<(readonly [string, Value])[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch {
    problem(
      context,
      "VARIABLES_FILE",
      "Failed to read variables file",
      `Given variables file ${name} does not exist or cannot be read.`,
    );
    return [];
  }
  if (name.endsWith(".json")) {
    const parsed = parseJsonFile(context, name, text);
    return Object.entries(parsed?.json ?? {}).map(([key, json]) => [key, valueOfJson(json)]);
  }
  try {
    return context.templates.attributes(text).map(({ name: key, value }) => [key, evaluateConstant(value)]);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError) && !(error instanceof EvaluationError)) throw error;
    problem(context, "VARIABLES_FILE", error.summary, `In the variables file ${name}: ${error.detail}`);
    return [];
  }
}

function finalValue(
  context: ReadingContext,
  variable: VariableConfiguration,
  given: Given | undefined,
): Value {
  const raw =
    given === undefined ? undefined : "value" in given ? given.value : parse(context, variable, given);
  const chosen = raw === null && !variable.nullable ? variable.default : raw;
  if (chosen === undefined) {
    if (variable.default !== undefined) return variable.default;
    problem(
      context,
      "VARIABLE_MISSING",
      "No value for required variable",
      `The root module input variable "${variable.name}" is not set, and has no default value. Use a -var or -var-file command line argument to provide a value for this variable.`,
      variable,
    );
    return null;
  }
  try {
    return variable.convert(chosen);
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    problem(
      context,
      "VARIABLE_TYPE",
      "Invalid value for input variable",
      `The given value is not suitable for var.${variable.name}: ${error.message}.`,
      variable,
    );
    return null;
  }
}

/** Text is taken as it is for primitive types and for any type at all; otherwise it is an expression. */
function parse(
  context: ReadingContext,
  variable: VariableConfiguration,
  { text, source }: { readonly text: string; readonly source: string },
): Value {
  if (typeof variable.type === "string") return text;
  try {
    return evaluateConstant(context.templates.expression(text));
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError) && !(error instanceof EvaluationError)) throw error;
    problem(
      context,
      "VARIABLE_VALUE",
      error.summary,
      `The value given by ${source} for the variable "${variable.name}" cannot be read: ${error.detail}`,
      variable,
    );
    return null;
  }
}

function undeclared(
  context: ReadingContext,
  name: string,
  source: string,
  severity: Diagnostic["severity"],
): void {
  context.diagnostics.push({
    severity,
    code: "CONFIGURATION_VARIABLE_UNDECLARED",
    summary: "Value for undeclared variable",
    detail: `A variable named "${name}" was assigned ${source}, but the root module does not declare a variable of that name. To use this value, add a "variable" block to the configuration.`,
  });
}

function problem(
  context: ReadingContext,
  code: string,
  summary: string,
  detail: string,
  variable?: VariableConfiguration,
): void {
  context.diagnostics.push({
    severity: "error",
    code: `CONFIGURATION_${code}`,
    summary,
    detail,
    ...(variable === undefined ? {} : { location: variable.location }),
  });
}
