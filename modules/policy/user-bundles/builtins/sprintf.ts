import { type HostBuiltins, isList, isText } from "./host-builtin.js";
import { termText } from "./term-text.js";

/** `sprintf` as OPA has it from Go: numbers and texts go by themselves, all other values as Rego writes them. */
export const sprintfBuiltins: HostBuiltins = {
  sprintf: (format, values) => (isText(format) && isList(values) ? sprintf(format, values) : undefined),
};

const verbPattern = /%([-+# 0]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;

function sprintf(format: string, values: readonly unknown[]): string {
  let next = 0;
  const text = format.replace(verbPattern, (_, flags: string, width = "", precision = "", verb: string) => {
    if (verb === "%") return "%";
    if (next >= values.length) return `%!${verb}(MISSING)`;
    const value = values[next];
    next += 1;
    const written = verbText(verb, value, precision === "" ? undefined : Number(precision), flags);
    return padded(written, Number(width || 0), flags);
  });
  if (next >= values.length) return text;
  const extra = values.slice(next).map((value) => `${typeName(value)}=${plain(value)}`);
  return `${text}%!(EXTRA ${extra.join(", ")})`;
}

function verbText(verb: string, value: unknown, precision: number | undefined, flags: string): string {
  const sign = flags.includes("+") && typeof value === "number" && value >= 0 ? "+" : "";
  const whole = typeof value === "number" && Number.isInteger(value);
  switch (verb) {
    case "v":
      return sign + plain(value);
    case "s":
      if (typeof value === "number") break;
      return precision === undefined ? plain(value) : plain(value).slice(0, precision);
    case "q":
      if (typeof value === "number") break;
      return JSON.stringify(plain(value));
    case "d":
      if (whole) return sign + String(value);
      break;
    case "x":
    case "X": {
      const hex =
        whole && typeof value === "number"
          ? value.toString(16)
          : typeof value === "number"
            ? undefined
            : Buffer.from(plain(value), "utf8").toString("hex");
      if (hex !== undefined) return verb === "X" ? hex.toUpperCase() : hex;
      break;
    }
    case "o":
      if (whole && typeof value === "number") return value.toString(8);
      break;
    case "b":
      if (whole && typeof value === "number") return value.toString(2);
      break;
    case "c":
      if (whole && typeof value === "number") return String.fromCodePoint(value);
      break;
    case "f":
    case "F":
      if (typeof value === "number" && !whole) return sign + value.toFixed(precision ?? 6);
      break;
    case "e":
      if (typeof value === "number" && !whole) return sign + exponential(value, precision ?? 6);
      break;
    case "g":
      if (typeof value === "number" && !whole) return sign + String(value);
      break;
  }
  return `%!${verb}(${typeName(value)}=${plain(value)})`;
}

/** Go writes two digits of an exponent at least. */
function exponential(value: number, precision: number): string {
  return value.toExponential(precision).replace(/e([+-])(\d)$/, "e$10$2");
}

function padded(text: string, width: number, flags: string): string {
  if (flags.includes("-")) return text.padEnd(width);
  if (!flags.includes("0") || !/^[-+]?\d/.test(text)) return text.padStart(width);
  const sign = /^[-+]/.exec(text)?.[0] ?? "";
  return sign + text.slice(sign.length).padStart(width - sign.length, "0");
}

function plain(value: unknown): string {
  return isText(value) ? value : termText(value);
}

function typeName(value: unknown): string {
  if (typeof value !== "number") return "string";
  return Number.isInteger(value) ? "int" : "float64";
}
