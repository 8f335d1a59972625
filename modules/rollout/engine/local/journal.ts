import { type FileHandle, open, readFile, truncate } from "node:fs/promises";
import { crc32 } from "node:zlib";
import { FleetwrightError } from "../../../diagnostics/index.js";

/**
 * An append-only file of JSON lines. A line counts once it is on the disk; each ends with a checksum of itself. A
 * last line that a crash has cut off is left out and cut away; any other damage is an error, as what follows could
 * not be trusted.
 */
export interface Journal {
  /** Resolves when the record is on the disk. Many at once share one fsync. */
  append(record: object): Promise<void>;
  /** Written in order with the others, but not waited for: lost if the machine dies right now. */
  note(record: object): void;
  close(): Promise<void>;
}

export async function openJournal(file: string): Promise<Journal> {
  const handle = await open(file, "a");
  return new JournalWriter(handle);
}

/** All whole records, oldest first. With `repair` a cut-off last line is cut away, so that appending is safe. */
export async function readJournal(file: string, options: { readonly repair: boolean }): Promise<unknown[]> {
  const text = await readFile(file, "utf8");
  const end = text.lastIndexOf("\n") + 1;
  const records: unknown[] = [];
  let position = 0;
  let number = 0;
  while (position < end) {
    const next = text.indexOf("\n", position) + 1;
    number += 1;
    const record = parseLine(text.slice(position, next - 1));
    // A crash of the machine may leave a last line of which only a part reached the disk.
    if (record === undefined && next === end) break;
    if (record === undefined) throw damaged(file, number);
    records.push(record);
    position = next;
  }
  if (options.repair && position < text.length) {
    await truncate(file, Buffer.byteLength(text.slice(0, position)));
  }
  return records;
}

/** The last member is the checksum of the line up to it. */
export function formatLine(record: object): string {
  const body = JSON.stringify(record).slice(0, -1);
  return `${body},"sum":"${sumOf(body)}"}`;
}

function parseLine(line: string): unknown {
  const match = /^(.*),"sum":"([0-9a-f]{8})"\}$/s.exec(line);
  const [, body = "", sum = ""] = match ?? [];
  if (match === null || sumOf(body) !== sum) return undefined;
  return JSON.parse(`${body}}`);
}

function sumOf(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}

class JournalWriter implements Journal {
  readonly #handle: FileHandle;
  #pending: string[] = [];
  #waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  #writing: Promise<void> | null = null;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  append(record: object): Promise<void> {
    this.#pending.push(formatLine(record));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  note(record: object): void {
    this.#pending.push(formatLine(record));
    // A failed disk is told by the next record that is waited for.
    this.#writing ??= this.#write();
  }

  async close(): Promise<void> {
    await this.#writing;
    if (this.#pending.length > 0) await this.#write();
    await this.#handle.close();
  }

  async #write(): Promise<void> {
    // Whatever is asked for while the disk is busy goes with the next write.
    await Promise.resolve();
    while (this.#pending.length > 0 || this.#waiting.length > 0) {
      const lines = this.#pending;
      const waiting = this.#waiting;
      this.#pending = [];
      this.#waiting = [];
      try {
        if (lines.length > 0) await this.#handle.appendFile(`${lines.join("\n")}\n`);
        await this.#handle.datasync();
        for (const { resolve } of waiting) resolve();
      } catch (error) {
        for (const { reject } of waiting) reject(error);
      }
    }
    this.#writing = null;
  }
}

function damaged(file: string, line: number): FleetwrightError {
  return new FleetwrightError("user", [
    {
      severity: "error",
      code: "ROLLOUT_JOURNAL_DAMAGED",
      summary: `The rollout's journal is damaged at line ${line}`,
      detail: `${file}:${line} is not what was written there. Restore the file from a copy, or plan a new rollout: what is done already will be found done.`,
    },
  ]);
}
