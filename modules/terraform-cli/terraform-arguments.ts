import { terraformFailure } from "./terraform-failure.js";

/** A terraform command line, taken apart as Terraform's own flag parser does it. */
export interface TerraformArguments {
  /** Options before the subcommand, e.g. `-chdir=DIR`. */
  readonly global: readonly string[];
  readonly subcommand: string | null;
  /** Whether Terraform will print help or its version, whatever else stands there. */
  readonly informs: boolean;
  readonly options: readonly TerraformOption[];
  readonly positional: readonly string[];
}

export interface TerraformOption {
  /** Without dashes, e.g. `auto-approve`. */
  readonly name: string;
  /** Null for a switch without a value. */
  readonly value: string | null;
  /** As it was written: one argument, or two. */
  readonly written: readonly string[];
}

export function parseTerraformArguments(args: readonly string[]): TerraformArguments {
  const informs = beforeTerminator(args).some((argument) => /^(-h|--?help|-v|--?version)$/.test(argument));
  const start = args.findIndex((argument) => !argument.startsWith("-"));
  if (start === -1) return { global: args, subcommand: null, informs, options: [], positional: [] };
  const options: TerraformOption[] = [];
  const rest = args.slice(start + 1);
  let index = 0;
  // Go's flag parser stops at the first argument that is no flag, and after "--".
  for (; index < rest.length; index += 1) {
    const argument = rest[index] ?? "";
    if (argument === "-" || !argument.startsWith("-")) break;
    if (argument === "--") {
      index += 1;
      break;
    }
    const [, name = "", value] = /^--?([^=]*)(?:=([\s\S]*))?$/.exec(argument) ?? [];
    if (value !== undefined || SWITCHES.has(name)) {
      options.push({ name, value: value ?? null, written: [argument] });
      continue;
    }
    const next = rest[index + 1];
    index += 1;
    options.push({ name, value: next ?? null, written: next === undefined ? [argument] : [argument, next] });
  }
  return {
    global: args.slice(0, start),
    subcommand: args[start] ?? null,
    informs,
    options,
    positional: rest.slice(index),
  };
}

/** Whether a switch is on: written without a value, or with a true one. */
export function isOn(options: readonly TerraformOption[], name: string): boolean {
  const last = options.filter((option) => option.name === name).at(-1);
  return last !== undefined && (last.value === null || /^(1|t|true)$/i.test(last.value));
}

/** Whether a switch that is on by default was turned off. */
export function isOff(options: readonly TerraformOption[], name: string): boolean {
  return options.some((option) => option.name === name) && !isOn(options, name);
}

/**
 * Options of `apply` that bear on the plan. Throws for those that `plan` has and `apply` has not, as Terraform
 * would: they must not begin to mean something here.
 */
export function planOptions(options: readonly TerraformOption[]): readonly string[] {
  const foreign = options.find(({ name }) => PLAN_ONLY.has(name));
  if (foreign !== undefined) {
    throw terraformFailure(
      "TERRAFORM_FLAG_UNKNOWN",
      `Flag provided but not defined: -${foreign.name}`,
      "terraform plan has this flag; terraform apply and terraform destroy have not.",
    );
  }
  return options.filter(({ name }) => !APPLY_ONLY.has(name)).flatMap(({ written }) => written);
}

/** Options that remain for the apply of a plan file, which takes no planning options. */
export function applyOptions(options: readonly TerraformOption[]): readonly string[] {
  return options
    .filter(({ name }) => (APPLY_ONLY.has(name) && name !== "auto-approve") || BOTH.has(name))
    .flatMap(({ written }) => written);
}

function beforeTerminator(args: readonly string[]): readonly string[] {
  const end = args.indexOf("--");
  return end === -1 ? args : args.slice(0, end);
}

const SWITCHES = new Set([
  "auto-approve",
  "compact-warnings",
  "concise",
  "consolidate-errors",
  "consolidate-warnings",
  "destroy",
  "detailed-exitcode",
  "input",
  "json",
  "lock",
  "no-color",
  "refresh",
  "refresh-only",
]);

const PLAN_ONLY = new Set(["out", "detailed-exitcode", "generate-config-out"]);

const APPLY_ONLY = new Set(["auto-approve", "backup", "state-out"]);

const BOTH = new Set([
  "compact-warnings",
  "concise",
  "consolidate-errors",
  "consolidate-warnings",
  "input",
  "json",
  "lock",
  "lock-timeout",
  "no-color",
  "parallelism",
  "state",
]);
