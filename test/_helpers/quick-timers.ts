/**
 * Lets every timer of this test file run so many times faster: the SDK's waits between attempts, above all.
 * Returns a function that ends it.
 */
export function quickTimers(factor: number): () => void {
  const original = globalThis.setTimeout;
  const quick = (callback: (...args: unknown[]) => void, milliseconds = 0, ...args: unknown[]) =>
    original(callback, milliseconds / factor, ...args);
  globalThis.setTimeout = Object.assign(quick, original);
  return () => {
    globalThis.setTimeout = original;
  };
}
