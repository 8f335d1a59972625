import { FleetwrightError } from "../../diagnostics/index.js";
import { isObjectValue, type Value } from "../../values/index.js";

/**
 * The legacy SDK reads `timeouts` only when it plans. Throws a FleetwrightError for one that is no duration,
 * in the SDK's and Go's words.
 */
export function requireDurations(timeouts: Value): void {
  if (!isObjectValue(timeouts)) return;
  for (const operation of ["create", "read", "update", "delete"]) {
    const text = timeouts[operation] ?? null;
    const problem = typeof text === "string" ? durationProblem(text) : undefined;
    if (problem === undefined) continue;
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "PROVIDER_TIMEOUT",
        summary: `Error parsing ${JSON.stringify(operation)} timeout: ${problem}`,
      },
    ]);
  }
}

/** What Go's `time.ParseDuration` finds wrong. */
function durationProblem(text: string): string | undefined {
  const shown = JSON.stringify(text);
  let rest = text.replace(/^[+-]/, "");
  if (rest === "0") return undefined;
  if (rest === "") return `time: invalid duration ${shown}`;
  while (rest !== "") {
    const number = /^(?:\d+\.?\d*|\.\d+)/.exec(rest)?.[0];
    if (number === undefined) return `time: invalid duration ${shown}`;
    rest = rest.slice(number.length);
    const unit = /^[^\d.]*/.exec(rest)?.[0] ?? "";
    if (unit === "") return `time: missing unit in duration ${shown}`;
    if (!UNITS.has(unit)) return `time: unknown unit ${JSON.stringify(unit)} in duration ${shown}`;
    rest = rest.slice(unit.length);
  }
  return undefined;
}

const UNITS = new Set(["ns", "us", "µs", "μs", "ms", "s", "m", "h"]);
