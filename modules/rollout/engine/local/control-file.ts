import { open, readFile, stat } from "node:fs/promises";
import type { ControlCommand, ControlState } from "../../workflow/rollout-control.js";
import { controlCommandSchema, controlState } from "../../workflow/rollout-control.js";
import type { RolloutControl } from "../../workflow/rollout-world.js";
import { systemErrorCode } from "./error-code.js";

/** Adds a command to those of a rollout; anyone may, while a runner holds the journal. */
export async function appendControl(file: string, command: ControlCommand): Promise<void> {
  const handle = await open(file, "a");
  try {
    // The newline in front ends a line that a crash may have cut off.
    await handle.appendFile(`\n${JSON.stringify(command)}\n`);
    await handle.datasync();
  } finally {
    await handle.close();
  }
}

export async function readControl(file: string): Promise<readonly ControlCommand[]> {
  const lines = (await readIfThere(file)).split("\n");
  return lines.flatMap((line) => {
    const parsed = controlCommandSchema.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}

/**
 * What people say to a rollout, out of its file, which is looked at anew whenever it has grown. `onCommand` gets each
 * command once in the life of this runner, those from before included.
 */
export class ControlFile implements RolloutControl {
  readonly #file: string;
  readonly #onCommand: (command: ControlCommand, index: number) => void;
  #size = -1;
  #seen = 0;
  #state: ControlState = controlState([]);

  constructor(file: string, onCommand: (command: ControlCommand, index: number) => void) {
    this.#file = file;
    this.#onCommand = onCommand;
  }

  async state(): Promise<ControlState> {
    const size = await sizeOf(this.#file);
    if (size === this.#size) return this.#state;
    const commands = await readControl(this.#file);
    if (size === this.#size) return this.#state;
    this.#size = size;
    this.#state = controlState(commands);
    const fresh = commands.slice(this.#seen);
    const first = this.#seen;
    this.#seen = commands.length;
    fresh.forEach((command, index) => {
      this.#onCommand(command, first + index);
    });
    return this.#state;
  }

  async changed(seen: ControlState, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && (await this.state()) === seen) await pause(300, signal);
  }
}

/** Real time: it is people who are waited for. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end);
  });
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (systemErrorCode(error) === "ENOENT") return "";
    throw error;
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
