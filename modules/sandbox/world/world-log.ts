import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from "node:fs";
import { FleetwrightError } from "../../diagnostics/index.js";

/**
 * The world on disk: one JSON line for each change, `[table, key, record]`, appended before the call that made
 * it is answered. A killed process loses nothing that it has answered; a line cut off by the kill is left out
 * when the file is read again. The file is rewritten once it holds many more lines than the world has records.
 */
export interface WorldLog {
  note(table: string, key: string, record: unknown): void;
  /** Writes what was noted since the last time. Called at the end of every call and every event. */
  flush(): void;
  /** Rewrites the file when it has grown out of proportion. */
  compact(liveRecords: number, all: () => Iterable<readonly [string, string, unknown]>): void;
  close(): void;
}

export type SavedChange = readonly [table: string, key: string, record: unknown];

const HEADER = '{"format":"fleetwright-sandbox-world","version":1}';
const SLACK = 20_000;

/**
 * Reads the changes of an earlier run, oldest first; undefined where there is no file yet.
 * @throws FleetwrightError (`SANDBOX_WORLD_UNREADABLE`) when the file is something else
 */
export function readWorldLog(path: string): SavedChange[] | undefined {
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";
  if (text === "") return undefined;
  const lines = text.split("\n");
  if (lines[0] !== HEADER) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "SANDBOX_WORLD_UNREADABLE",
        summary: `${path} is not a sandbox's world`,
        detail: `Its first line should be ${HEADER}. Name another file, or one that does not exist yet.`,
      },
    ]);
  }
  const changes: SavedChange[] = [];
  for (const line of lines.slice(1)) {
    const change = parseChange(line);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** Opens the file for appending, making it where needed. */
export function openWorldLog(path: string): WorldLog {
  const existing = existsSync(path) ? readFileSync(path, "utf8") : "";
  let lineCount = existing.split("\n").length;
  let file = openSync(path, "a");
  if (existing === "") writeSync(file, `${HEADER}\n`);
  // A kill in the middle of a line must not swallow the next one.
  else if (!existing.endsWith("\n")) writeSync(file, "\n");
  let noted = new Map<string, SavedChange>();

  return {
    note: (table, key, record) => {
      noted.set(`${table}\n${key}`, [table, key, record ?? null]);
    },
    flush: () => {
      if (noted.size === 0) return;
      const lines = [...noted.values()].map((change) => `${JSON.stringify(change)}\n`);
      noted = new Map();
      lineCount += lines.length;
      writeSync(file, lines.join(""));
    },
    compact: (liveRecords, all) => {
      if (lineCount < 2 * liveRecords + SLACK) return;
      const lines = [HEADER];
      for (const change of all()) lines.push(JSON.stringify(change));
      writeFileSync(`${path}.new`, `${lines.join("\n")}\n`);
      closeSync(file);
      renameSync(`${path}.new`, path);
      file = openSync(path, "a");
      lineCount = lines.length;
    },
    close: () => closeSync(file),
  };
}

function parseChange(line: string): SavedChange | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    if (!Array.isArray(parsed)) return undefined;
    const [table, key, record]: unknown[] = parsed;
    if (typeof table !== "string" || typeof key !== "string") return undefined;
    return [table, key, record ?? undefined];
  } catch {
    return undefined;
  }
}
