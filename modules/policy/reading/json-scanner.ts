import { closeSync, openSync, readSync } from "node:fs";
import { repeatedKey } from "./repeated-key.js";

/**
 * Walks a JSON file in chunks, so that a document of any size takes only the memory of the parts that are
 * taken out of it. Values are skipped by their brackets and strings alone; what is captured is parsed by
 * `JSON.parse` and so checked in full. Every method throws a SyntaxError at the place of what is wrong.
 */
export interface JsonScanner {
  /** Enters an object and yields its keys; the consumer must take or skip each value before the next key. */
  members(): Generator<string>;
  /** Enters an array and yields once for each element; the consumer must take or skip each. */
  elements(): Generator<undefined>;
  /** Whether the next value begins with this character. */
  startsWith(character: "{" | "["): boolean;
  take(): unknown;
  skip(): void;
  /** Throws unless nothing but white space follows. */
  end(): void;
  close(): void;
}

const chunkBytes = 1024 * 1024;
const [quote, backslash, comma, colon] = [0x22, 0x5c, 0x2c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

export function scanJsonFile(path: string): JsonScanner {
  const file = openSync(path, "r");
  let chunk = Buffer.alloc(0);
  let position = 0;
  let before = 0;
  let captured: Buffer[] | undefined;
  let captureFrom = 0;

  function fill(): boolean {
    if (captured !== undefined) captured.push(chunk.subarray(captureFrom));
    const next = Buffer.allocUnsafe(chunkBytes);
    const length = readSync(file, next, 0, chunkBytes, null);
    before += chunk.length;
    chunk = next.subarray(0, length);
    position = 0;
    captureFrom = 0;
    return length > 0;
  }

  function peek(): number {
    if (position >= chunk.length && !fill()) throw wrong("the file ends in the middle of the document");
    return chunk[position] ?? 0;
  }

  function skipSpace(): number {
    let byte = peek();
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) {
      position += 1;
      byte = peek();
    }
    return byte;
  }

  function expect(byte: number): void {
    if (skipSpace() !== byte) throw wrong(`expected ${String.fromCharCode(byte)}`);
    position += 1;
  }

  function skipString(): void {
    expect(quote);
    for (;;) {
      const byte = peek();
      position += 1;
      if (byte === quote) return;
      if (byte === backslash) {
        peek();
        position += 1;
      }
    }
  }

  function skipValue(): void {
    const first = skipSpace();
    if (first === quote) skipString();
    else if (first === openBrace || first === openBracket) skipContainer();
    else skipScalar();
  }

  function skipContainer(): void {
    let depth = 0;
    do {
      const byte = peek();
      if (byte === quote) {
        skipString();
        continue;
      }
      if (byte === openBrace || byte === openBracket) depth += 1;
      else if (byte === closeBrace || byte === closeBracket) depth -= 1;
      position += 1;
    } while (depth > 0);
  }

  function skipScalar(): void {
    let length = 0;
    while (position < chunk.length || fill()) {
      const byte = chunk[position] ?? 0;
      const part =
        (byte >= 0x30 && byte <= 0x39) ||
        (byte >= 0x61 && byte <= 0x7a) ||
        byte === 0x45 ||
        byte === 0x2b ||
        byte === 0x2d ||
        byte === 0x2e;
      if (!part) break;
      position += 1;
      length += 1;
    }
    if (length === 0) throw wrong("expected a value");
  }

  function take(): unknown {
    skipSpace();
    captured = [];
    captureFrom = position;
    try {
      skipValue();
      captured.push(chunk.subarray(captureFrom, position));
      const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(captured));
      const value: unknown = JSON.parse(text);
      const key = repeatedKey(text);
      if (key !== undefined) throw wrong(`"${key}" stands twice in one object`);
      return value;
    } finally {
      captured = undefined;
    }
  }

  function* list(open: number, close: number): Generator<undefined> {
    expect(open);
    if (skipSpace() === close) {
      position += 1;
      return;
    }
    for (;;) {
      yield undefined;
      const byte = skipSpace();
      position += 1;
      if (byte === close) return;
      if (byte !== comma) throw wrong("expected a comma or the end of a list");
    }
  }

  function* members(): Generator<string> {
    for (const _ of list(openBrace, closeBrace)) {
      if (skipSpace() !== quote) throw wrong("expected a name");
      const key = take();
      expect(colon);
      yield String(key);
    }
  }

  function wrong(what: string): SyntaxError {
    return new SyntaxError(`${what} (byte ${before + position})`);
  }

  return {
    members,
    elements: () => list(openBracket, closeBracket),
    startsWith: (character) => skipSpace() === character.charCodeAt(0),
    take,
    skip: skipValue,
    end: () => {
      while (position < chunk.length || fill()) {
        if (![0x20, 0x0a, 0x0d, 0x09].includes(chunk[position] ?? 0))
          throw wrong("something follows the document");
        position += 1;
      }
    },
    close: () => closeSync(file),
  };
}
