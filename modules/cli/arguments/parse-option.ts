import { InvalidArgumentError } from "commander";

/** A whole number of at least 1. */
export function parallelism(value: string): number {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 1)
    throw new InvalidArgumentError("Give a whole number of at least 1.");
  return parsed;
}

/** Go's duration notation in seconds: `90s`, `5m`, `1h30m`. */
export function durationSeconds(value: string): number {
  const parts = [...value.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== value) {
    throw new InvalidArgumentError('Give a duration such as "30s" or "5m".');
  }
  const unit: { readonly [name: string]: number } = { ms: 0.001, s: 1, m: 60, h: 3600 };
  return parts.reduce((sum, [, amount, name]) => sum + Number(amount) * (unit[name ?? ""] ?? 0), 0);
}

/** `NAME=VALUE` pairs as an object; the value is raw. */
export function variables(pairs: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf("=");
      if (at < 1) throw new InvalidArgumentError(`-var '${pair}': give NAME=VALUE.`);
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
