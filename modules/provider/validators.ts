import type { RE2JS } from "re2js";
import { goJsonError } from "./go-json-error.js";
import type { Validator } from "./schema.js";

/** `validation.StringLenBetween`. Go counts bytes. */
export const lengthBetween =
  (minimum: number, maximum: number): Validator =>
  (value, path) => {
    if (typeof value !== "string") return undefined;
    const length = Buffer.byteLength(value);
    return length < minimum || length > maximum
      ? `expected length of ${path} to be in the range (${minimum} - ${maximum}), got ${value}`
      : undefined;
  };

/** The provider's `enum.Validate`, which names the attribute alone. */
export const enumOf =
  (...accepted: readonly string[]): Validator =>
  (value, path) => {
    const name = path.split(".").findLast((step) => !/^\d+$/.test(step));
    return oneOf(...accepted)(value, name ?? path);
  };

/** `validation.StringInSlice`. */
export const oneOf =
  (...accepted: readonly string[]): Validator =>
  (value, path) =>
    typeof value !== "string" || accepted.includes(value)
      ? undefined
      : `expected ${path} to be one of [${accepted.map((name) => JSON.stringify(name)).join(" ")}], got ${value}`;

/** `validation.IntBetween`. */
export const integerBetween =
  (minimum: number, maximum: number): Validator =>
  (value, path) =>
    typeof value === "number" && (value < minimum || value > maximum)
      ? `expected ${path} to be in the range (${minimum} - ${maximum}), got ${value}`
      : undefined;

/** `validation.IntAtLeast`. */
export const integerAtLeast =
  (minimum: number): Validator =>
  (value, path) =>
    typeof value === "number" && value < minimum
      ? `expected ${path} to be at least (${minimum}), got ${value}`
      : undefined;

/** `validation.IntDivisibleBy`. */
export const divisibleBy =
  (divisor: number): Validator =>
  (value, path) =>
    typeof value === "number" && value % divisor !== 0
      ? `expected ${path} to be divisible by ${divisor}, got: ${value}`
      : undefined;

/** `verify.FloatGreaterThan`. */
export const greaterThan =
  (threshold: number): Validator =>
  (value, path) =>
    typeof value === "number" && value <= threshold
      ? `expected ${path} to be greater than (${threshold.toFixed(6)}), got ${value.toFixed(6)}`
      : undefined;

/** `validation.StringMatch` with the provider's own words for the pattern. */
export const matches =
  (pattern: RegExp, message: (path: string, value: string) => string): Validator =>
  (value, path) =>
    typeof value === "string" && !pattern.test(value) ? message(path, value) : undefined;

/** `validation.NoZeroValues` of a string. */
export const notEmpty: Validator = (value, path) =>
  value === "" ? `${path} must not be empty, got ` : undefined;

/** `validation.StringIsEmpty`. */
export const empty: Validator = (value, path) =>
  typeof value === "string" && value !== ""
    ? `expected ${JSON.stringify(path)} to be an empty string: got ${value}`
    : undefined;

/** `validation.StringIsJSON` of a list's elements, of which the SDK leaves empty ones out. */
export const json: Validator = (value, path) => {
  const problem = typeof value === "string" && value !== "" ? goJsonError(value) : undefined;
  return problem === undefined ? undefined : `${JSON.stringify(path)} contains an invalid JSON: ${problem}`;
};

/** `validation.StringIsValidRegExp`. */
export const regularExpression: Validator = (value, path) => {
  if (typeof value !== "string") return undefined;
  const compiled = compileRegularExpression(value);
  return typeof compiled === "string" ? `${JSON.stringify(path)}: ${compiled}` : undefined;
};

/** A pattern of Go's `regexp`, or Go's words about it. */
export function compileRegularExpression(pattern: string): RE2JS | string {
  // Loading the engine takes longer than most plans need to check a stack, and few name a pattern.
  const { RE2JS, RE2JSSyntaxException }: typeof import("re2js") = require("re2js");
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (!(error instanceof RE2JSSyntaxException)) throw error;
    return `error parsing regexp: ${error.error}: \`${error.input}\``;
  }
}

/** The provider's `validClusterName`. */
export const clusterName: Validator = (value, path) =>
  all(
    matches(
      /^.{1,100}$/s,
      () => `${JSON.stringify(path)} length must be between 1-100 characters: ${JSON.stringify(value)}`,
    ),
    matches(
      CLUSTER_NAME,
      () =>
        `${JSON.stringify(path)} doesn't comply with restrictions (${JSON.stringify(CLUSTER_NAME.source)}): ${JSON.stringify(value)}`,
    ),
  )(value, path);

const CLUSTER_NAME = /^[0-9A-Za-z][0-9A-Za-z_-]*$/;

/** `validation.All`: every complaint. */
export const all =
  (...validators: readonly Validator[]): Validator =>
  (value, path) =>
    validators.flatMap((validator) => validator(value, path) ?? []);

const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];

/** `nullable.ValidateTypeStringNullableBool`: a string that reads as a boolean, or nothing. */
export const nullableBoolean: Validator = (value, path) =>
  typeof value === "string" && value !== "" && !TRUE.includes(value) && !FALSE.includes(value)
    ? `${path}: cannot parse '${value}' as boolean: strconv.ParseBool: parsing ${JSON.stringify(value)}: invalid syntax`
    : undefined;

/** `nullable.DiffSuppressNullableBool`. */
export function sameNullableBoolean(prior: string, configured: string): boolean {
  const left = goBoolean(prior);
  const right = goBoolean(configured);
  return left === right;
}

/** `verify.ValidARN`. An empty string is accepted. */
export const arn: Validator = (value, path) => {
  if (typeof value !== "string" || value === "") return undefined;
  if (!value.startsWith("arn:")) return `"${path}" (${value}) is an invalid ARN: arn: invalid prefix`;
  const [, partition = "", , region = "", account = "", ...resource] = value.split(":");
  if (resource.length === 0) return `"${path}" (${value}) is an invalid ARN: arn: not enough sections`;
  if (partition === "") return `"${path}" (${value}) is an invalid ARN: missing partition value`;
  if (!/^aws(-[a-z]+)*$/.test(partition))
    return `"${path}" (${value}) is an invalid ARN: invalid partition value (expecting to match regular expression: ^aws(-[a-z]+)*$)`;
  if (region !== "" && !/^[a-z]{2}(-[a-z]+)+-\d{1,2}$/.test(region))
    return `"${path}" (${value}) is an invalid ARN: invalid region value`;
  if (account !== "" && !/^(aws|aws-managed|third-party|aws-marketplace|\d{12}|cw.{10})$/.test(account))
    return `"${path}" (${value}) is an invalid ARN: invalid account ID value (expecting to match regular expression: ^(aws|aws-managed|third-party|aws-marketplace|\\d{12}|cw.{10})$)`;
  if (resource.join(":") === "") return `"${path}" (${value}) is an invalid ARN: missing resource value`;
  return undefined;
};

/** `verify.ValidKMSKeyID`, or nothing: an ARN, an id or an alias of a KMS key. */
export const kmsKey: Validator = (value, path) => {
  if (typeof value !== "string" || value === "") return undefined;
  if (value.startsWith("arn:")) return arn(value, path);
  return /^(alias\/[0-9A-Za-z/_-]+|(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/i.test(
    value,
  )
    ? undefined
    : `${JSON.stringify(path)} doesn't look like a KMS key: ${value}`;
};

/** Go's `strconv.ParseBool`; null for the empty string and for what does not parse. */
function goBoolean(text: string): boolean | null {
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  return text === "" ? null : false;
}
