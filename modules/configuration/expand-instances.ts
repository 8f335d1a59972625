import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import { isObjectValue, Sensitive, SetValue, Unknown, type Value } from "../values/index.js";
import type { ResourceConfiguration } from "./configuration.js";
import { ConversionError } from "./conversion/conversion-error.js";
import { convertValue } from "./conversion/convert-value.js";
import { withCount, withEach } from "./create-scope.js";
import { evaluate } from "./evaluate.js";
import { sortedEntries } from "./evaluation/iterate.js";
import type { Expression } from "./expression.js";
import type { Scope } from "./scope.js";

export type Expansion =
  | { readonly kind: "single" }
  | { readonly kind: "count"; readonly count: number }
  /** By key in order, with `each.value`. */
  | { readonly kind: "for_each"; readonly entries: ReadonlyMap<string, Value> };

/** What is repeated: a resource, or an import block under the address of its target. */
export type Repeated = Pick<ResourceConfiguration, "address" | "count" | "forEach">;

/**
 * The instances that `count` or `for_each` ask for. Throws a FleetwrightError ("Invalid count argument", "Invalid
 * for_each argument") when they cannot be told, as Terraform does.
 */
export function expandInstances(resource: Repeated, scope: Scope): Expansion {
  if (resource.count !== null) return { kind: "count", count: countOf(resource.count, resource, scope) };
  if (resource.forEach !== null)
    return { kind: "for_each", entries: entriesOf(resource.forEach, resource, scope) };
  return { kind: "single" };
}

/** The scope of every instance by its key; null is the key of a resource without `count` and `for_each`. */
export function instanceScopes(resource: Repeated, scope: Scope): ReadonlyMap<string | number | null, Scope> {
  const expansion = expandInstances(resource, scope);
  switch (expansion.kind) {
    case "single":
      return new Map([[null, scope]]);
    case "count":
      return new Map(Array.from({ length: expansion.count }, (_, index) => [index, withCount(scope, index)]));
    case "for_each":
      return new Map([...expansion.entries].map(([key, value]) => [key, withEach(scope, key, value)]));
  }
}

function failure(
  argument: "count" | "for_each" | "for_each set",
  detail: string,
  expression: Expression,
  resource: Repeated,
): FleetwrightError {
  const diagnostic: Diagnostic = {
    severity: "error",
    code: argument === "count" ? "CONFIGURATION_COUNT" : "CONFIGURATION_FOR_EACH",
    summary: `Invalid ${argument} argument`,
    detail,
    location: expression.location(),
    address: resource.address,
  };
  return new FleetwrightError("user", [diagnostic]);
}

function countOf(expression: Expression, resource: Repeated, scope: Scope): number {
  const fail = (detail: string) => failure("count", detail, expression, resource);
  const value = evaluate(expression, scope);
  if (value === null || (value instanceof Sensitive && value.value === null))
    throw fail('The given "count" argument value is null. An integer is required.');
  const plain = value instanceof Sensitive ? value.value : value;
  if (plain instanceof Unknown) {
    throw fail(
      'The "count" value depends on resource attributes that cannot be determined until apply, so Terraform cannot predict how many instances will be created. To work around this, use the -target argument to first apply only the resources that the count depends on.',
    );
  }
  const count = toNumber(plain, fail);
  if (!Number.isInteger(count))
    throw fail(
      'The given "count" argument value is unsuitable: value must be a whole number, between -9223372036854775808 and 9223372036854775807.',
    );
  if (count < 0)
    throw fail('The given "count" argument value is unsuitable: must be greater than or equal to zero.');
  return count;
}

function toNumber(value: Value, fail: (detail: string) => FleetwrightError): number {
  try {
    return Number(convertValue(value, "number"));
  } catch (error) {
    if (!(error instanceof ConversionError)) throw error;
    const [diagnostic] = fail(`Invalid expression value: ${error.message}.`).diagnostics;
    if (diagnostic === undefined) throw error;
    throw new FleetwrightError("user", [{ ...diagnostic, summary: "Incorrect value type" }]);
  }
}

const UNKNOWN_KEYS =
  "and so Terraform cannot determine the full set of keys that will identify the instances of this resource.\n\nWhen working with unknown values in for_each, it's better to define the map keys statically in your configuration and place apply-time results only in the map values.\n\nAlternatively, you could use the -target planning option to first apply only the resources that the for_each value depends on, and then apply a second time to fully converge.";

const UNKNOWN_ELEMENTS = UNKNOWN_KEYS.replace(
  "it's better to define the map keys statically in your configuration and place apply-time results only in the map values",
  "it's better to use a map value where the keys are defined statically in your configuration and where only the values contain apply-time results",
);

function entriesOf(expression: Expression, resource: Repeated, scope: Scope): ReadonlyMap<string, Value> {
  const fail = (detail: string) => failure("for_each", detail, expression, resource);
  const value = evaluate(expression, scope);
  if (value instanceof Sensitive) {
    throw fail(
      "Sensitive values, or values derived from sensitive values, cannot be used as for_each arguments. If used, the sensitive value could be exposed as a resource instance key.",
    );
  }
  if (value === null)
    throw fail(
      'The given "for_each" argument value is unsuitable: the given "for_each" argument value is null. A map, or set of strings is allowed.',
    );
  if (value instanceof Unknown) {
    const kind = typeof value.type !== "string" && value.type[0] === "set" ? "set" : "map";
    throw fail(
      `The "for_each" ${kind} includes keys derived from resource attributes that cannot be determined until apply, ${UNKNOWN_KEYS}`,
    );
  }
  if (value instanceof SetValue)
    return setEntries(value, fail, (detail) => failure("for_each set", detail, expression, resource));
  if (isObjectValue(value)) return new Map(sortedEntries(value));
  throw fail(
    'The given "for_each" argument value is unsuitable: the "for_each" argument must be a map, or set of strings, and you have provided a value of type ' +
      `${Array.isArray(value) ? "tuple" : typeof value === "boolean" ? "bool" : typeof value}.`,
  );
}

function setEntries(
  set: SetValue,
  fail: (detail: string) => FleetwrightError,
  failSet: (detail: string) => FleetwrightError,
): ReadonlyMap<string, Value> {
  return new Map(
    set.elements.map((element): [string, Value] => {
      if (element instanceof Unknown) {
        throw fail(
          `The "for_each" set includes values derived from resource attributes that cannot be determined until apply, ${UNKNOWN_ELEMENTS}`,
        );
      }
      if (element === null)
        throw failSet(
          'The given "for_each" argument value is unsuitable: "for_each" sets must not contain null values.',
        );
      if (typeof element !== "string")
        throw failSet(
          'The given "for_each" argument value is unsuitable: "for_each" supports maps and sets of strings, but you have provided a set containing type ' +
            `${typeof element === "boolean" ? "bool" : typeof element}.`,
        );
      return [element, element];
    }),
  );
}
