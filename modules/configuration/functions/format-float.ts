import { formatNumber } from "../conversion/format-number.js";

/** A number that is not negative, as Go's `%e`, `%f` and `%g` write it. */
export function formatFloat(letter: string, value: number, precision: number | undefined): string {
  switch (letter) {
    case "f":
      return value.toFixed(Math.min(precision ?? 6, 100));
    case "e":
    case "E": {
      const text = goExponent(value.toExponential(Math.min(precision ?? 6, 100)));
      return letter === "E" ? text.toUpperCase() : text;
    }
    default:
      return general(letter, value, precision);
  }
}

function general(letter: string, value: number, precision: number | undefined): string {
  const digits = precision === undefined ? undefined : Math.max(precision, 1);
  const exponential =
    digits === undefined ? value.toExponential() : value.toExponential(Math.min(digits, 100) - 1);
  const exponent = Number(exponential.split("e")[1]);
  // Go decides by six digits where no precision is asked for.
  const limit = digits ?? 6;
  if (value !== 0 && (exponent < -4 || exponent >= limit)) {
    const [mantissa = "", tail = ""] = exponential.split("e");
    const text = goExponent(`${mantissa.includes(".") ? mantissa.replace(/\.?0+$/, "") : mantissa}e${tail}`);
    return letter === "G" ? text.toUpperCase() : text;
  }
  if (digits === undefined) return formatNumber(value);
  const fixed = value.toFixed(Math.min(Math.max(digits - 1 - exponent, 0), 100));
  return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed;
}

/** Go writes at least two digits of exponent. */
function goExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, "e$10$2");
}
