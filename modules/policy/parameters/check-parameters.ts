import type { z } from "zod";
import type { Diagnostic, SourceLocation } from "../../diagnostics/index.js";
import type { LocatedParameters } from "../fleet-context.js";
import { type Parameters, type ProfileName, parametersSchema, profileNames } from "./parameters-schema.js";

/** The parameters of one level that hold, and every problem of those that do not. */
export interface CheckedParameters {
  /** Values of known parameters, each of its own type. */
  readonly parameters: { readonly [name: string]: unknown };
  readonly diagnostics: readonly Diagnostic[];
}

/** Checks the parameters of a fleet, a cluster or a group, each against its own schema, at its own line. */
export function checkParameters(written: LocatedParameters): CheckedParameters {
  const diagnostics: Diagnostic[] = [];
  const kept: Record<string, unknown> = {};
  for (const [name, { value, location }] of Object.entries(written)) {
    if (!isParameterName(name)) {
      diagnostics.push(unknownParameter(name, location));
      continue;
    }
    const checked = parametersSchema.shape[name].safeParse(value);
    if (checked.success) kept[name] = checked.data;
    else diagnostics.push(...checked.error.issues.map((issue) => wrongParameter(name, issue, location)));
  }
  return { parameters: kept, diagnostics };
}

export function checkProfile(
  profile: string,
  location: SourceLocation | undefined,
): ProfileName | Diagnostic {
  return (
    profileNames.find((name) => name === profile) ?? {
      severity: "error",
      code: "POLICY_UNKNOWN_PROFILE",
      summary: `Unknown policy profile "${profile}"`,
      detail: `The profiles are ${profileNames.join(" and ")}.`,
      ...(location && { location }),
    }
  );
}

function isParameterName(name: string): name is keyof Parameters & string {
  return Object.hasOwn(parametersSchema.shape, name);
}

function unknownParameter(name: string, location: SourceLocation | undefined): Diagnostic {
  return {
    severity: "error",
    code: "POLICY_UNKNOWN_PARAMETER",
    summary: `Unknown policy parameter "${name}"`,
    detail: `The parameters are ${Object.keys(parametersSchema.shape).join(", ")}.`,
    ...(location && { location }),
  };
}

function wrongParameter(
  name: string,
  issue: z.core.$ZodIssue,
  location: SourceLocation | undefined,
): Diagnostic {
  const place = [name, ...issue.path.map(String)].join(".");
  return {
    severity: "error",
    code: "POLICY_INVALID_PARAMETER",
    summary: `Invalid policy parameter ${place}: ${issue.message}`,
    detail: `${name}: ${parameterDescription(name)}`,
    ...(location && { location }),
  };
}

function parameterDescription(name: string): string {
  return isParameterName(name) ? (parametersSchema.shape[name].description ?? "") : "";
}
