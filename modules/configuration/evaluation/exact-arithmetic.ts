import { formatNumber } from "../conversion/format-number.js";

/**
 * Arithmetic on decimals as Terraform's 512-bit numbers do it, so that 0.1 + 0.2 is 0.3. A result is kept as a
 * JavaScript number: beyond some 17 significant digits it is rounded.
 */
export function calculate(operator: "+" | "-" | "*" | "/" | "%", left: number, right: number): number {
  const quick = quickly(operator, left, right);
  if (quick !== undefined) return quick;
  if (!Number.isFinite(left) || !Number.isFinite(right)) return quicklyInexact(operator, left, right);
  return exactly(operator, toDecimal(left), toDecimal(right));
}

/** A decimal: `digits × 10^-scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

function quickly(operator: string, left: number, right: number): number | undefined {
  if (!Number.isSafeInteger(left) || !Number.isSafeInteger(right)) return undefined;
  const result = quicklyInexact(operator, left, right);
  return Number.isSafeInteger(result) ? result + 0 : undefined;
}

function quicklyInexact(operator: string, left: number, right: number): number {
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}

function exactly(operator: "+" | "-" | "*" | "/" | "%", left: Decimal, right: Decimal): number {
  if (operator === "*")
    return toNumber({ digits: left.digits * right.digits, scale: left.scale + right.scale });
  const scale = Math.max(left.scale, right.scale);
  const a = left.digits * 10n ** BigInt(scale - left.scale);
  const b = right.digits * 10n ** BigInt(scale - right.scale);
  if (operator === "+") return toNumber({ digits: a + b, scale });
  if (operator === "-") return toNumber({ digits: a - b, scale });
  if (operator === "%") return toNumber({ digits: a % b, scale });
  const precision = 40 + String(b).length;
  return toNumber({ digits: (a * 10n ** BigInt(precision)) / b, scale: precision });
}

function toDecimal(value: number): Decimal {
  const text = formatNumber(value);
  const point = text.indexOf(".");
  if (point < 0) return { digits: BigInt(text), scale: 0 };
  return { digits: BigInt(text.replace(".", "")), scale: text.length - point - 1 };
}

function toNumber({ digits, scale }: Decimal): number {
  return Number(`${digits}e-${scale}`) + 0;
}
