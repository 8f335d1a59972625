import type { CliStream } from "../cli-environment.js";

export interface Terminal {
  readonly interactive: boolean;
  readonly color: boolean;
  readonly columns: number;
}

/** Terraform's width where there is no terminal. */
const DEFAULT_COLUMNS = 78;

/** What a stream can show. `NO_COLOR` and `-no-color` win over `FORCE_COLOR`; in CI nothing is interactive. */
export function terminalOf(
  stream: CliStream,
  env: { readonly [name: string]: string | undefined },
): Terminal {
  const isTerminal = stream.isTTY === true;
  const automation = isSet(env.CI) || isSet(env.FLEETWRIGHT_IN_AUTOMATION);
  const forced = isSet(env.FORCE_COLOR) && env.FORCE_COLOR !== "0";
  return {
    interactive: isTerminal && !automation && env.TERM !== "dumb",
    color: !isSet(env.NO_COLOR) && (forced || (isTerminal && env.TERM !== "dumb")),
    columns: isTerminal ? stream.columns || DEFAULT_COLUMNS : DEFAULT_COLUMNS,
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}
