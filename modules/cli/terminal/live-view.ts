import type { CliStream } from "../cli-environment.js";

/** Lines at the bottom of a terminal that are redrawn, with finished lines scrolling away above. */
export interface LiveView {
  /** Replaces the lines at the bottom. */
  update(lines: readonly string[]): void;
  /** Writes a line that stays, above the others. */
  print(line: string): void;
  /** Takes the lines at the bottom away for good. */
  close(): void;
}

/** A live view on `stream`, which must be a terminal. */
export async function createLiveView(stream: CliStream): Promise<LiveView> {
  const { createLogUpdate } = await import("log-update");
  const redraw = createLogUpdate(stream, { showCursor: true });
  let lines: readonly string[] = [];
  return {
    update: (next) => {
      lines = next;
      redraw(next.join("\n"));
    },
    print: (line) => {
      redraw.clear();
      stream.write(`${line}\n`);
      if (lines.length > 0) redraw(lines.join("\n"));
    },
    close: () => {
      redraw.clear();
      redraw.done();
    },
  };
}
