import type { LoadedPolicy } from "@open-policy-agent/opa-wasm";
import { PolicyFailure, reasonOf } from "./policy-failure.js";
import { requiredBuiltins } from "./required-builtins.js";
import { sdkBuiltins } from "./sdk-builtins.js";

/** A policy that is compiled and instantiated once and evaluated many times. */
export interface WasmPolicy {
  readonly entrypoints: readonly string[];
  /**
   * Evaluates an entrypoint on a document given as JSON text. Returns its value, undefined where the rule
   * is undefined. Throws PolicyFailure; the policy must not be used any more after that, because a trap
   * may leave its memory in disorder.
   */
  evaluate(inputText: string, entrypoint: string): unknown;
}

/** 1 GiB in pages of 64 KiB: past 2 GiB the engine hangs instead of failing. */
const maximumPages = 16_384;
const pageBytes = 65_536;

/**
 * Loads a compiled policy. Refuses one that needs a built-in function that is neither in WebAssembly nor
 * in the SDK, because the engine itself would notice only when it is reached.
 */
export async function loadWasmPolicy(wasm: Uint8Array, data?: object): Promise<WasmPolicy> {
  const { loadPolicy } = await import("@open-policy-agent/opa-wasm");
  const policy = await loadPolicy(new Uint8Array(wasm), { initial: 64, maximum: maximumPages }).catch(
    (thrown: unknown) => {
      throw new PolicyFailure(`the WebAssembly module cannot be loaded: ${reasonOf(thrown)}`);
    },
  );
  const missing = requiredBuiltins(policy).filter((name) => !sdkBuiltins.has(name));
  if (missing.length > 0) {
    throw new PolicyFailure(`it needs built-in functions that are not available: ${missing.join(", ")}`);
  }
  if (data !== undefined) attempt(() => policy.setData(data));
  return {
    entrypoints: Object.keys(Object(policy.entrypoints)),
    evaluate: (inputText, entrypoint) => {
      const input = arrayBufferOf(inputText);
      makeRoom(policy.mem, input.byteLength);
      const results: unknown = attempt(() => policy.evaluate(input, entrypoint));
      if (!Array.isArray(results)) throw new PolicyFailure("its result is no result set");
      const [first]: unknown[] = results;
      return typeof first === "object" && first !== null && "result" in first ? first.result : undefined;
    },
  };
}

/** A buffer of its own, of exactly the text's bytes: the engine reads anything else as no input at all. */
function arrayBufferOf(text: string): ArrayBuffer {
  const bytes = new TextEncoder().encode(text);
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/**
 * Grows the memory once by what an evaluation is likely to need. Left to itself the engine grows it a page
 * at a time, and thousands of such steps take longer than the evaluation.
 */
function makeRoom(memory: LoadedPolicy["mem"], inputBytes: number): void {
  const present = memory.buffer.byteLength / pageBytes;
  const wanted = Math.min(maximumPages, Math.ceil((inputBytes * 32) / pageBytes));
  if (wanted <= present) return;
  try {
    memory.grow(wanted - present);
  } catch {
    // Not so much to be had: the evaluation goes on with what there is, and says so when it runs out.
  }
}

function attempt<T>(action: () => T): T {
  try {
    return action();
  } catch (thrown) {
    const outOfMemory = thrown instanceof RangeError || /malloc|memory/i.test(reasonOf(thrown));
    throw new PolicyFailure(outOfMemory ? `it ran out of memory (${reasonOf(thrown)})` : reasonOf(thrown), {
      cause: thrown,
    });
  }
}
