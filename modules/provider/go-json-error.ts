/** What Go's `encoding/json` says of a text that is no JSON; undefined where it is. */
export function goJsonError(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch {
    const scan = new Scan(Buffer.from(text, "utf8"));
    try {
      scan.value();
      scan.end();
    } catch (error) {
      if (error instanceof Error) return error.message;
      throw error;
    }
    return undefined;
  }
}

/** Go's scanner: it goes byte by byte and names the first that may not stand where it stands. */
class Scan {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  value(): void {
    this.space();
    const start = this.next("looking for beginning of value", /[[{"\-0-9tfn]/);
    if (start === "{") this.object();
    else if (start === "[") this.array();
    else if (start === '"') this.text();
    else if (/[-0-9]/.test(start)) this.number(start);
    else this.literal(start === "t" ? "true" : start === "f" ? "false" : "null");
  }

  end(): void {
    this.space();
    if (this.at < this.bytes.length) this.refuse("after top-level value");
  }

  private object(): void {
    this.space();
    if (this.takes("}")) return;
    do {
      this.space();
      this.next("looking for beginning of object key string", /"/);
      this.text();
      this.space();
      this.next("after object key", /:/);
      this.value();
      this.space();
    } while (this.next("after object key:value pair", /[,}]/) === ",");
  }

  private array(): void {
    this.space();
    if (this.takes("]")) return;
    do {
      this.value();
      this.space();
    } while (this.next("after array element", /[,\]]/) === ",");
  }

  private text(): void {
    for (;;) {
      const character = this.next("in string literal", /[ -ÿ]/);
      if (character === '"') return;
      if (character !== "\\") continue;
      if (this.next("in string escape code", /["\\/bfnrtu]/) !== "u") continue;
      for (let digit = 0; digit < 4; digit++) this.next("in \\u hexadecimal character escape", /[0-9a-fA-F]/);
    }
  }

  private number(start: string): void {
    const first = start === "-" ? this.next("in numeric literal", /[0-9]/) : start;
    if (first !== "0") this.digits();
    if (this.takes(".")) {
      this.next("after decimal point in numeric literal", /[0-9]/);
      this.digits();
    }
    if (this.takes("e") || this.takes("E")) {
      if (!this.takes("+")) this.takes("-");
      this.next("in exponent of numeric literal", /[0-9]/);
      this.digits();
    }
  }

  private literal(word: string): void {
    for (const letter of word.slice(1))
      this.next(`in literal ${word} (expecting '${letter}')`, new RegExp(letter));
  }

  private digits(): void {
    while (/[0-9]/.test(this.peek() ?? "")) this.at += 1;
  }

  private space(): void {
    while (/[ \t\r\n]/.test(this.peek() ?? "")) this.at += 1;
  }

  private takes(character: string): boolean {
    const isThere = this.peek() === character;
    if (isThere) this.at += 1;
    return isThere;
  }

  private next(context: string, accepted: RegExp): string {
    const character = this.peek();
    if (character === undefined || !accepted.test(character)) return this.refuse(context);
    this.at += 1;
    return character;
  }

  /** One byte, as Go looks at it: a letter beyond ASCII is several. */
  private peek(): string | undefined {
    const byte = this.bytes[this.at];
    return byte === undefined ? undefined : String.fromCharCode(byte);
  }

  private refuse(context: string): never {
    const character = this.peek();
    // At the end Go reads one more space, which fits between values and in a text only.
    if (character === undefined && (context === "in string literal" || !MIDST.test(context)))
      throw new Error("unexpected end of JSON input");
    throw new Error(`invalid character '${quoted(character ?? " ")}' ${context}`);
  }
}

/** In the midst of a number, a literal or an escape. */
const MIDST = /^in |^after decimal point/;

const SHORT_ESCAPES: { readonly [character: string]: string } = {
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
  "'": "\\'",
  "\\": "\\\\",
};

/** One byte, as Go quotes it. */
function quoted(character: string): string {
  const short = SHORT_ESCAPES[character];
  if (short !== undefined) return short;
  const code = character.charCodeAt(0);
  const hex = code.toString(16);
  if (code < 0x20 || code === 0x7f) return `\\x${hex.padStart(2, "0")}`;
  return (code >= 0x80 && code <= 0xa0) || code === 0xad ? `\\u00${hex}` : character;
}
