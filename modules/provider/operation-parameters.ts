import { FleetwrightError } from "../diagnostics/index.js";
import type { ObjectValue } from "../values/index.js";

interface Shape<Input> {
  safeParse(
    value: unknown,
  ): { readonly success: true; readonly data: Input } | { readonly success: false; readonly error: Error };
}

/**
 * An operation's parameters as the SDK takes them. Throws a FleetwrightError of the tool's own making
 * (OPERATION_PARAMETERS) when one is missing or still unknown: nothing is sent then.
 */
export function inputOf<Input>(shape: Shape<Input>, call: string, parameters: ObjectValue): Input {
  const parsed = shape.safeParse(parameters);
  if (parsed.success) return parsed.data;
  throw new FleetwrightError(
    "tool",
    [
      {
        severity: "error",
        code: "OPERATION_PARAMETERS",
        summary: `The parameters of ${call} are not complete`,
        detail: `${parsed.error.message}\nNothing was sent. This is a defect of Fleetwright: please report it.`,
        aws: { operation: call },
      },
    ],
    { cause: parsed.error },
  );
}
