import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";

/** The names of the built-in functions that the module calls on its host. */
export function requiredBuiltins(policy: LoadedPolicy): string[] {
  const instance = "instance" in policy.wasmInstance ? policy.wasmInstance.instance : policy.wasmInstance;
  const { builtins, opa_json_dump: dump } = instance.exports;
  if (typeof builtins !== "function" || typeof dump !== "function") return [];
  const start = Number(dump(builtins()));
  const memory = Buffer.from(policy.mem.buffer);
  const names: unknown = JSON.parse(memory.toString("utf8", start, memory.indexOf(0, start)));
  return Object.keys(Object(names));
}
