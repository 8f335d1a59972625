import type { ResourceType } from "../provider/index.js";
import { isObjectValue, type ObjectValue } from "../values/index.js";

type Operation = "create" | "update" | "delete";

/** Seconds that a change may wait: the resource's own `timeouts`, else the provider's default, else an hour. */
export function timeoutSeconds(type: ResourceType, object: ObjectValue | null, operation: Operation): number {
  const timeouts = object?.timeouts;
  const configured = isObjectValue(timeouts) ? timeouts[operation] : undefined;
  const seconds = typeof configured === "string" ? parseDuration(configured) : undefined;
  return seconds ?? type.timeouts?.[operation] ?? 3600;
}

/** A Go duration such as `1h30m` in seconds; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) return undefined;
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (SECONDS[unit ?? "s"] ?? 1), 0);
}

const SECONDS: { readonly [unit: string]: number } = { h: 3600, m: 60, s: 1, ms: 0.001 };

/** SDKv2's private data: the timeouts in nanoseconds under its fixed key, or `null`, in base64. */
export function privateDataOf(type: ResourceType, object: ObjectValue): string {
  const operations = Object.keys(type.timeouts ?? {}).sort();
  if (operations.length === 0) return encode("null");
  const nanoseconds = operations.flatMap((operation): [string, number][] =>
    isOperation(operation) ? [[operation, timeoutSeconds(type, object, operation) * 1e9]] : [],
  );
  return encode(JSON.stringify({ [TIMEOUTS_KEY]: Object.fromEntries(nanoseconds) }));
}

const TIMEOUTS_KEY = "e2bfb730-ecaa-11e6-8f88-34363bc7c4c0";

function isOperation(name: string): name is Operation {
  return name === "create" || name === "update" || name === "delete";
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}
