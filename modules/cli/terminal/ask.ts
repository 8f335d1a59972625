import { createInterface } from "node:readline/promises";
import type { CliEnvironment } from "../cli-environment.js";

/** Asks for a line of input; the empty string when the input ends first. */
export async function ask(question: string, environment: CliEnvironment): Promise<string> {
  const reader = createInterface({ input: environment.stdin, output: environment.stdout, terminal: false });
  try {
    environment.stdout.write(question);
    const answer = await Promise.race([reader[Symbol.asyncIterator]().next(), aborted(environment.signal)]);
    return answer === undefined || answer.done === true ? "" : answer.value.trim();
  } finally {
    reader.close();
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener("abort", () => resolve(undefined), { once: true });
  });
}
