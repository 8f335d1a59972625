import { AwsError } from "../protocol/aws-error.js";
import type { QueryParameters } from "../protocol/query-parameters.js";

export const noSuchEntity = (message: string): AwsError => new AwsError("NoSuchEntity", 404, message);
export const entityAlreadyExists = (message: string): AwsError =>
  new AwsError("EntityAlreadyExists", 409, message);
export const deleteConflict = (message: string): AwsError => new AwsError("DeleteConflict", 409, message);

/** A parameter that must be there. */
export function required(parameters: QueryParameters, name: string): string {
  const value = parameters.string(name);
  if (value === undefined || value === "") {
    throw new AwsError(
      "ValidationError",
      400,
      `Value at '${name}' failed to satisfy constraint: Member must not be null`,
    );
  }
  return value;
}

/** A policy document must be JSON. */
export function policyDocument(parameters: QueryParameters, name: string): string {
  const text = required(parameters, name);
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) return text;
  } catch {
    // Falls through to the same refusal as JSON that is no object.
  }
  throw new AwsError("MalformedPolicyDocument", 400, "Syntax errors in policy.");
}
