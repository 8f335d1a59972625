import { dirname, join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";
import { reasonOf } from "../host/policy-failure.js";
import { requiredBuiltins } from "../host/required-builtins.js";
import type { HostBuiltin } from "./builtins/host-builtin.js";
import { hostBuiltins } from "./builtins/host-builtins.js";

/**
 * The program of the thread that evaluates a user's bundle. It knows nothing of rules: it loads the module,
 * evaluates the entrypoints that it is told, and posts what comes out, or why nothing did.
 */
export interface BundleOrder {
  readonly wasm: Uint8Array;
  readonly data: object;
  readonly inputs: readonly { readonly stack: string; readonly text: string }[];
  readonly maximumPages: number;
  /** Which entrypoints are asked. */
  readonly pattern: string;
  /** ISO 8601: the present of the policies. */
  readonly now: string;
}

/** Those of the SDK that OPA has otherwise; the SDK lets no host replace its own. */
const replaced = ["sprintf", "regex.split"];

main().then(
  (outcome) => parentPort?.postMessage(outcome),
  (thrown) => parentPort?.postMessage({ names: [], results: [], failure: reasonOf(thrown) }),
);

async function main(): Promise<object> {
  const order: BundleOrder = workerData.order;
  const { wasm, data, inputs, maximumPages, pattern, now } = order;
  const builtins = named(hostBuiltins(now));
  const available = new Set([...Object.keys(builtins), ...takeOver()]);
  const { loadPolicy } = await import("@open-policy-agent/opa-wasm");
  const policy = await loadPolicy(wasm, { initial: 64, maximum: maximumPages }, builtins);
  const missing = requiredBuiltins(policy).filter((name) => !available.has(name));
  if (missing.length > 0) {
    throw new Error(`it needs built-in functions that are not available: ${missing.join(", ")}`);
  }
  policy.setData(data);
  const names = Object.keys(Object(policy.entrypoints))
    .filter((name) => new RegExp(pattern).test(name))
    .sort();
  const results: object[] = [];
  for (const { stack, text } of inputs) {
    for (const name of names) {
      try {
        results.push({ stack, name, value: evaluated(policy, text, name) });
      } catch (thrown) {
        if (isTrap(thrown)) throw new Error(`${name} trapped: ${thrown.message}`);
        // After a trap the memory may be in disorder: nothing more is asked of this instance.
        results.push({ stack, name, failure: reasonOf(thrown) });
        return { names, results };
      }
    }
  }
  return { names, results };
}

/** Takes away from the SDK what we do better, in this thread alone. Returns the names that it keeps. */
function takeOver(): readonly string[] {
  const own: unknown = require(
    join(dirname(require.resolve("@open-policy-agent/opa-wasm")), "builtins", "index.js"),
  );
  if (typeof own !== "object" || own === null) return [];
  for (const name of replaced) Reflect.deleteProperty(own, name);
  return Object.keys(own);
}

/** Says in an error which function it comes from. */
function named(builtins: { readonly [name: string]: HostBuiltin }): { [name: string]: HostBuiltin } {
  return Object.fromEntries(
    Object.entries(builtins).map(([name, builtin]) => [
      name,
      (...values: readonly unknown[]) => {
        try {
          return builtin(...values);
        } catch (thrown) {
          throw new Error(`${name}: ${reasonOf(thrown)}`);
        }
      },
    ]),
  );
}

/** Null where the rule is undefined. */
function evaluated(policy: LoadedPolicy, text: string, entrypoint: string): unknown {
  const bytes = new TextEncoder().encode(text);
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  const set: unknown = policy.evaluate(buffer, entrypoint);
  if (!Array.isArray(set)) throw new Error("its result is no result set");
  const [first]: unknown[] = set;
  return typeof first === "object" && first !== null && "result" in first ? first.result : null;
}

/** Node's types do not name WebAssembly.RuntimeError. */
function isTrap(thrown: unknown): thrown is Error {
  return thrown instanceof Error && thrown.name === "RuntimeError";
}
