import type { Command } from "commander";

/**
 * Brings Terraform's way of writing flags into the parser's: one dash or two, `-flag=false`, and flags from
 * `FLEETWRIGHT_CLI_ARGS` and `FLEETWRIGHT_CLI_ARGS_<command>`, which come before those on the command line.
 */
export function normaliseArguments(
  argv: readonly string[],
  program: Command,
  env: { readonly [name: string]: string | undefined },
): readonly string[] {
  const position = argv.findIndex((argument) => isCommand(program, argument));
  const command = program.commands.find((candidate) =>
    [candidate.name(), ...candidate.aliases()].includes(argv[position] ?? ""),
  );
  if (command === undefined) return argv.map((argument) => normaliseFlag(argument, new Set()));
  const added = [
    ...splitWords(env.FLEETWRIGHT_CLI_ARGS ?? ""),
    ...splitWords(env[`FLEETWRIGHT_CLI_ARGS_${command.name().replaceAll("-", "_")}`] ?? ""),
  ];
  const all = [...argv.slice(0, position + 1), ...added, ...argv.slice(position + 1)];
  const end = all.indexOf("--");
  const flags = booleanFlags([program, command, ...command.commands]);
  return all.map((argument, index) => (end >= 0 && index >= end ? argument : normaliseFlag(argument, flags)));
}

function isCommand(program: Command, argument: string): boolean {
  return program.commands.some((command) => [command.name(), ...command.aliases()].includes(argument));
}

function normaliseFlag(argument: string, booleans: ReadonlySet<string>): string {
  if (!/^--?[a-z][a-z]/.test(argument)) return argument;
  const flag = argument.startsWith("--") ? argument : `-${argument}`;
  const [, name = "", value] = /^--(?:no-)?([^=]+)=(.*)$/s.exec(flag) ?? [];
  if (!booleans.has(name)) return flag;
  if (value === "true" || value === "1") return `--${name}`;
  if (value === "false" || value === "0") return `--no-${name}`;
  return flag;
}

function booleanFlags(commands: readonly Command[]): ReadonlySet<string> {
  return new Set(
    commands.flatMap((command) =>
      command.options
        .filter((option) => !option.required && !option.optional)
        .map((option) => (option.long ?? "").replace(/^--(no-)?/, "")),
    ),
  );
}

/** Splits as a shell does, as far as quotes go. */
function splitWords(text: string): readonly string[] {
  const words = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
