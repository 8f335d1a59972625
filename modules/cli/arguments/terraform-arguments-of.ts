/**
 * What terraform is to be given by `fleetwright terraform …`, to the letter: no flag there is ours. Undefined
 * for every other command. A `-chdir` in front becomes terraform's own.
 */
export function terraformArgumentsOf(argv: readonly string[]): readonly string[] | undefined {
  const at = argv.findIndex((argument) => !/^--?(chdir=.*|no-color)$/s.test(argument));
  if (argv[at] !== "terraform") return undefined;
  const before = argv.slice(0, at).filter((argument) => /^--?chdir=/.test(argument));
  return [...before.map((argument) => argument.replace(/^--/, "-")), ...argv.slice(at + 1)];
}
