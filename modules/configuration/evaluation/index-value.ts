import {
  isObjectValue,
  type Sensitive,
  type SetValue,
  type Type,
  typeOf,
  Unknown,
  type Value,
} from "../../values/index.js";
import { ConversionError } from "../conversion/conversion-error.js";
import { convertValue } from "../conversion/convert-value.js";
import { typeName } from "../conversion/type-name.js";
import type { NodeRange } from "../syntax/expression-node.js";
import { EvaluationError } from "./evaluation-error.js";
import { mark, unmark } from "./marks.js";

type Plain = Exclude<Value, Sensitive>;

const NO_ELEMENT = "The given key does not identify an element in this collection value";

/** `value.name`. Errors as HCL words them (`hcl.GetAttr`). */
export function getAttribute(value: Value, name: string, range: NodeRange): Value {
  const { plain, sensitive } = unmark(value);
  return mark(attributeOf(plain, name, range), sensitive);
}

function attributeOf(value: Plain, name: string, range: NodeRange): Value {
  if (value === null) {
    throw new EvaluationError(
      "Attempt to get attribute from null value",
      "This value is null, so it does not have any attributes.",
      range,
    );
  }
  if (isObjectValue(value)) {
    const element = Object.hasOwn(value, name) ? value[name] : undefined;
    if (element !== undefined) return element;
  }
  const type = typeOf(value);
  if (type === "dynamic") return new Unknown();
  if (typeof type !== "string" && value instanceof Unknown) {
    if (type[0] === "map") return new Unknown(false, type[1]);
    const attribute = type[0] === "object" ? type[1][name] : undefined;
    if (attribute !== undefined) return new Unknown(false, attribute);
  }
  throw missingAttribute(type, name, range);
}

function missingAttribute(type: Type, name: string, range: NodeRange): EvaluationError {
  const quoted = JSON.stringify(name);
  const unsupported = (detail: string) => new EvaluationError("Unsupported attribute", detail, range);
  if (typeof type === "string")
    return unsupported(`Can't access attributes on a primitive-typed value (${typeName(type)}).`);
  if (type[0] === "object") return unsupported(`This object does not have an attribute named ${quoted}.`);
  if (type[0] === "map") {
    const detail = `This map does not have an element with the key ${quoted}.`;
    return new EvaluationError("Missing map element", detail, range);
  }
  if (type[0] === "tuple" || typeof type[1] === "string" || type[1][0] !== "object")
    return unsupported("This value does not have any attributes.");
  if (type[0] === "set")
    return unsupported(
      "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of the set?",
    );
  const wanted = Object.hasOwn(type[1][1], name) ? `attribute ${quoted}` : "an attribute";
  return unsupported(
    `Can't access attributes on a list of objects. Did you mean to access ${wanted} for a specific element of the list, or across all elements of the list?`,
  );
}

/** `collection[key]`. Errors as HCL words them (`hcl.Index`). */
export function indexValue(collection: Value, key: Value, range: NodeRange): Value {
  const { plain, sensitive } = unmark(collection);
  const { plain: plainKey, sensitive: keySensitive } = unmark(key);
  return mark(elementOf(plain, plainKey, range), sensitive || keySensitive);
}

function elementOf(collection: Plain, key: Plain, range: NodeRange): Value {
  const invalid = (detail: string) => new EvaluationError("Invalid index", detail, range);
  if (collection === null) {
    throw new EvaluationError(
      "Attempt to index null value",
      "This value is null, so it does not have any indices.",
      range,
    );
  }
  if (key === null) throw invalid("Can't use a null value as an indexing key.");
  const type = typeOf(collection);
  if (type === "dynamic" || (key instanceof Unknown && key.type === "dynamic")) return new Unknown();
  if (typeof type === "string") throw invalid("This value does not have any indices.");
  if (type[0] === "set") {
    throw invalid(
      "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
    );
  }
  const wanted = type[0] === "list" || type[0] === "tuple" ? "number" : "string";
  const converted = convertKey(key, wanted, invalid);
  if (collection instanceof Unknown || converted instanceof Unknown) return unknownElement(type, converted);
  if (typeof converted === "number") return sequenceElement(collection, converted, invalid);
  const element =
    isObjectValue(collection) && typeof converted === "string" && Object.hasOwn(collection, converted)
      ? collection[converted]
      : undefined;
  if (element !== undefined) return element;
  const hint =
    type[0] === "object" && typeof key === "number"
      ? " An object only supports looking up attributes by name, not by numeric index."
      : "";
  throw invalid(`${NO_ELEMENT}.${hint}`);
}

function convertKey(
  key: Plain,
  wanted: "number" | "string",
  invalid: (detail: string) => EvaluationError,
): Value {
  try {
    return convertValue(key, wanted);
  } catch (error) {
    if (error instanceof ConversionError) throw invalid(`${NO_ELEMENT}: ${error.message}.`);
    throw error;
  }
}

function unknownElement(type: Exclude<Type, string>, key: Value): Value {
  if (type[0] === "object")
    return new Unknown(false, typeof key === "string" ? (type[1][key] ?? "dynamic") : "dynamic");
  if (type[0] === "tuple")
    return new Unknown(false, typeof key === "number" ? (type[1][key] ?? "dynamic") : "dynamic");
  return new Unknown(false, type[1]);
}

function sequenceElement(
  collection: Value,
  index: number,
  invalid: (detail: string) => EvaluationError,
): Value {
  if (!Number.isInteger(index)) {
    throw invalid(
      `${NO_ELEMENT}: indexing a sequence requires a whole number, but the given index has a fractional part.`,
    );
  }
  if (index < 0) throw invalid(`${NO_ELEMENT}: a negative number is not a valid index for a sequence.`);
  const elements = isArray(collection) ? collection : [];
  const element = elements[index];
  if (element !== undefined) return element;
  throw invalid(
    index > elements.length
      ? `${NO_ELEMENT}.`
      : elements.length === 0
        ? `${NO_ELEMENT}: the collection has no elements.`
        : `${NO_ELEMENT}: the given index is greater than or equal to the length of the collection.`,
  );
}

function isArray(value: Value | SetValue): value is readonly Value[] {
  return Array.isArray(value);
}
