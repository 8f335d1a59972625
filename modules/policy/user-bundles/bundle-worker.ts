/**
 * The program of the worker that evaluates a user's bundle. It is text, and plain JavaScript, so that it runs
 * the same from TypeScript sources, under a test runner and built. It knows nothing of rules: it loads the
 * module, evaluates the entrypoints that it is told, and posts what comes out, or why nothing did.
 */
export const bundleWorkerSource = `
"use strict";
const { parentPort, workerData } = require("node:worker_threads");

function reasonOf(thrown) {
  if (typeof thrown === "string") return thrown;
  if (thrown && typeof thrown === "object" && "message" in thrown) return String(thrown.message);
  return String(thrown);
}

function requiredBuiltins(policy) {
  const instance = policy.wasmInstance;
  const start = instance.exports.opa_json_dump(instance.exports.builtins());
  const memory = Buffer.from(policy.mem.buffer);
  return Object.keys(JSON.parse(memory.toString("utf8", start, memory.indexOf(0, start))));
}

async function main() {
  const { engine, wasm, data, inputs, maximumPages, pattern, available } = workerData;
  const { loadPolicy } = require(engine);
  const policy = await loadPolicy(wasm, { initial: 64, maximum: maximumPages });
  const missing = requiredBuiltins(policy).filter((name) => !available.includes(name));
  if (missing.length > 0) {
    throw new Error("it needs built-in functions that are not available: " + missing.join(", "));
  }
  policy.setData(data);
  const names = Object.keys(policy.entrypoints).filter((name) => new RegExp(pattern).test(name)).sort();
  const results = [];
  for (const { stack, text } of inputs) {
    for (const name of names) {
      const bytes = new TextEncoder().encode(text);
      const buffer = new ArrayBuffer(bytes.byteLength);
      new Uint8Array(buffer).set(bytes);
      try {
        const set = policy.evaluate(buffer, name);
        if (!Array.isArray(set)) throw new Error("its result is no result set");
        results.push({ stack, name, value: set.length === 0 ? null : set[0].result });
      } catch (thrown) {
        // After a trap the memory may be in disorder: nothing more is asked of this instance.
        results.push({ stack, name, failure: reasonOf(thrown) });
        return { names, results };
      }
    }
  }
  return { names, results };
}

main().then(
  (outcome) => parentPort.postMessage(outcome),
  (thrown) => parentPort.postMessage({ names: [], results: [], failure: reasonOf(thrown) }),
);
`;
