import { type Command, Option } from "commander";

/** A flag that can be said to be true or false, as Terraform's can: `-refresh`, `-refresh=false`. */
export function booleanOption(
  command: Command,
  name: string,
  description: string,
  defaultValue: boolean,
): Command {
  const yes = new Option(`--${name}`, description).default(defaultValue, String(defaultValue));
  const no = new Option(`--no-${name}`, description);
  return defaultValue
    ? command.addOption(new Option(`--no-${name}`, description)).addOption(yes.hideHelp())
    : command.addOption(yes).addOption(no.hideHelp());
}

/** For flags that may be given several times. */
export function collect(value: string, previous: readonly string[]): readonly string[] {
  return [...previous, value];
}
