/**
 * The first name that stands twice in one object of a JSON text, which is known to be JSON; undefined where none
 * does. `JSON.parse` would keep the last of the two without a word, and other readers the first.
 */
export function repeatedKey(text: string): string | undefined {
  const open: (Set<string> | null)[] = [];
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case openBrace:
        open.push(new Set());
        break;
      case openBracket:
        open.push(null);
        break;
      case closeBrace:
      case closeBracket:
        open.pop();
        break;
      case quote: {
        const end = endOfString(text, at);
        const keys = open.at(-1);
        if (keys && isKey(text, end)) {
          const written = text.slice(at, end);
          const key = written.includes("\\") ? String(JSON.parse(written)) : written.slice(1, -1);
          if (keys.has(key)) return key;
          keys.add(key);
        }
        at = end - 1;
        break;
      }
    }
  }
  return undefined;
}

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a];
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** The offset after the quote that closes a string. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1;
  return at + 1;
}

function isKey(text: string, after: number): boolean {
  let at = after;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return text.charCodeAt(at) === colon;
}
