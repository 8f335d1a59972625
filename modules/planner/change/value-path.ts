import { isObjectValue, type Path, type Value } from "../../values/index.js";

/** The value at a path, or undefined where the path does not resolve: a missing attribute, index or block. */
export function valueAt(value: Value, path: Path): Value | undefined {
  let current: Value | undefined = value;
  for (const step of path) {
    if (typeof step === "number") current = isList(current) ? current[step] : undefined;
    else current = isObjectValue(current) ? current[step] : undefined;
    if (current === undefined) return undefined;
  }
  return current;
}

/** The value with another at a path that resolves; what lies beside the path is shared, not copied. */
export function withValueAt(value: Value, path: Path, replacement: Value): Value {
  const [step, ...rest] = path;
  if (step === undefined) return replacement;
  if (typeof step === "number") {
    if (!isList(value)) return value;
    return value.map((element, index) =>
      index === step ? withValueAt(element, rest, replacement) : element,
    );
  }
  if (!isObjectValue(value)) return value;
  return { ...value, [step]: withValueAt(value[step] ?? null, rest, replacement) };
}

function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
