import type { Diagnostic } from "../../diagnostics/index.js";
import type { Value } from "../../values/index.js";
import { checkConditions } from "../check-conditions.js";
import type { Configuration } from "../configuration.js";
import { createScope } from "../create-scope.js";

type Declared = Omit<Configuration, "graph" | "variableValues" | "warnings">;

/** The `validation` rules of all variables. */
export function validateVariables(declared: Declared, values: ReadonlyMap<string, Value>): Diagnostic[] {
  const scope = createScope({ ...declared, variableValues: values }, { resource: () => undefined });
  return [...declared.variables.values()].flatMap((variable) =>
    checkConditions(variable.validations, scope).flatMap((result): Diagnostic[] => {
      if (result.status === "error") return [result.diagnostic];
      if (result.status !== "fail") return [...result.problems];
      return [
        ...result.problems,
        {
          severity: "error",
          code: "CONFIGURATION_VARIABLE_INVALID",
          summary: "Invalid value for variable",
          detail: result.message,
          location: variable.location,
        },
      ];
    }),
  );
}
