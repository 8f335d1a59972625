/** A terraform command line, taken apart as Terraform's own flag parser does it. */
export interface TerraformArguments {
  /** Options before the subcommand, e.g. `-chdir=DIR`. */
  readonly global: readonly string[];
  readonly subcommand: string | null;
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
  const start = args.findIndex((argument) => !argument.startsWith("-"));
  if (start === -1) return { global: args, subcommand: null, options: [], positional: [] };
  const options: TerraformOption[] = [];
  const positional: string[] = [];
  const rest = args.slice(start + 1);
  for (let index = 0; index < rest.length; index += 1) {
    const argument = rest[index] ?? "";
    if (!argument.startsWith("-") || argument === "-" || positional.length > 0) {
      // Go's flag parser stops at the first argument that is none.
      positional.push(argument);
      continue;
    }
    const [, name = "", value] = /^--?([^=]+)(?:=([\s\S]*))?$/.exec(argument) ?? [];
    if (value !== undefined || SWITCHES.has(name)) {
      options.push({ name, value: value ?? null, written: [argument] });
      continue;
    }
    const next = rest[index + 1];
    index += 1;
    options.push({ name, value: next ?? null, written: next === undefined ? [argument] : [argument, next] });
  }
  return { global: args.slice(0, start), subcommand: args[start] ?? null, options, positional };
}

/** Whether a switch is on: written without a value, or with a true one. */
export function isOn(options: readonly TerraformOption[], name: string): boolean {
  const last = options.filter((option) => option.name === name).at(-1);
  return last !== undefined && (last.value === null || /^(1|t|true)$/i.test(last.value));
}

/** Options of `apply` that Terraform wants when a plan is made, not when it is applied, or knows for both. */
export function planOptions(options: readonly TerraformOption[]): readonly string[] {
  return options.filter(({ name }) => !APPLY_ONLY.has(name)).flatMap(({ written }) => written);
}

/** Options that remain for the apply of a plan file, which takes no planning options. */
export function applyOptions(options: readonly TerraformOption[]): readonly string[] {
  return options
    .filter(({ name }) => APPLY_ONLY.has(name) || BOTH.has(name))
    .flatMap(({ written }) => written);
}

const SWITCHES = new Set([
  "auto-approve",
  "compact-warnings",
  "destroy",
  "detailed-exitcode",
  "help",
  "h",
  "input",
  "json",
  "lock",
  "no-color",
  "refresh",
  "refresh-only",
  "version",
]);

const APPLY_ONLY = new Set(["auto-approve", "backup", "state-out"]);

const BOTH = new Set([
  "compact-warnings",
  "input",
  "json",
  "lock",
  "lock-timeout",
  "no-color",
  "parallelism",
  "state",
]);
