import { inPlace } from "../world/keys.js";
import type { Call } from "./call.js";

/** What a call made, found again by its idempotency token. */
export interface Remembered {
  /** The key of what the first call with this token made; undefined when this is the first. */
  readonly earlier: string | undefined;
  /** Keeps what the call made under its token. */
  remember(result: string): void;
}

/**
 * Looks a client token up. The same token with the same parameters means: the same call once more. With other
 * parameters, `mismatch` is thrown.
 */
export function idempotent(
  call: Call,
  operation: string,
  token: string | undefined,
  request: unknown,
  mismatch: () => Error,
): Remembered {
  if (token === undefined || token === "" || call.world.lax)
    return { earlier: undefined, remember: () => {} };
  const { tokens } = call.world.tables;
  const text = JSON.stringify(request);
  const known = tokens.get(inPlace(call.place, `${operation}/${token}`));
  if (known !== undefined && known.request !== text) throw mismatch();
  return {
    earlier: known?.result,
    remember: (result) => {
      tokens.put({ ...call.place, operation, token, request: text, result });
    },
  };
}
