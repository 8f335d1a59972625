import { FunctionError } from "./function-definition.js";
import { SINGLE_BYTE_TABLES } from "./single-byte-tables.js";

/** One of IANA's character sets, with the name that Terraform shows for it. */
export interface TextEncoding {
  readonly name: string;
  /** Undefined when a character cannot be represented. */
  encode(text: string): Buffer | undefined;
  /** Undefined when the bytes mean nothing. */
  decode(bytes: Buffer): string | undefined;
}

/** Terraform has these as well, but their tables are not here. */
const NOT_HERE =
  "Shift_JIS MS_Kanji csShiftJIS EUC-JP csEUCPkdFmtJapanese Extended_UNIX_Code_Packed_Format_for_Japanese ISO-2022-JP csISO2022JP EUC-KR csEUCKR GBK CP936 MS936 windows-936 csGBK GB18030 csGB18030 HZ-GB-2312 Big5 csBig5";

/** The encoding of this name, whatever its case. Throws a FunctionError for one that there is none of. */
export function textEncoding(name: string): TextEncoding {
  const wanted = name.trim().toLowerCase();
  const found = encodings().get(wanted);
  if (found !== undefined) return found();
  const elsewhere = NOT_HERE.toLowerCase().split(" ").includes(wanted);
  throw new FunctionError(
    elsewhere
      ? `${JSON.stringify(name)} is not supported here; the UTF sets and those of one byte a character are`
      : `${JSON.stringify(name)} is not a supported IANA encoding name or alias in this Terraform version`,
    1,
  );
}

let known: ReadonlyMap<string, () => TextEncoding> | undefined;

function encodings(): ReadonlyMap<string, () => TextEncoding> {
  if (known !== undefined) return known;
  const all = new Map<string, () => TextEncoding>();
  const add = (name: string, aliases: string, make: () => TextEncoding): void => {
    let made: TextEncoding | undefined;
    const once = () => {
      made ??= make();
      return made;
    };
    for (const each of [name, ...aliases.split(" ")]) if (each !== "") all.set(each.toLowerCase(), once);
  };
  add("UTF-8", "csUTF8", () => utf("UTF-8", "utf-8"));
  add("UTF-16", "csUTF16", utf16);
  add("UTF-16LE", "csUTF16LE", () => utf("UTF-16LE", "utf-16le"));
  add("UTF-16BE", "csUTF16BE", () => utf("UTF-16BE", "utf-16be"));
  for (const { aliases, characters, name } of SINGLE_BYTE_TABLES)
    add(name, aliases, () => single(name, characters));
  known = all;
  return all;
}

function single(name: string, characters: string): TextEncoding {
  const ascii = 256 - characters.length;
  const codes = Array.from({ length: 256 }, (_, byte) => {
    const code = byte < ascii ? byte : characters.charCodeAt(byte - ascii);
    return code === 0xfffd ? undefined : code;
  });
  const bytes = new Map(codes.flatMap((code, byte) => (code === undefined ? [] : [[code, byte] as const])));
  return {
    name,
    encode: (text) => {
      const encoded = [...text].map((character) => bytes.get(character.codePointAt(0) ?? 0));
      const known = encoded.filter((byte) => byte !== undefined);
      return known.length < encoded.length ? undefined : Buffer.from(known);
    },
    decode: (data) => {
      const decoded = [...data].map((byte) => codes[byte]);
      const known = decoded.filter((code) => code !== undefined);
      return known.length < decoded.length
        ? undefined
        : known.map((code) => String.fromCodePoint(code)).join("");
    },
  };
}

function utf(name: string, label: "utf-8" | "utf-16le" | "utf-16be"): TextEncoding {
  return {
    name,
    encode: (text) => {
      if (label === "utf-8") return Buffer.from(text, "utf8");
      const bytes = Buffer.from(text, "utf16le");
      return label === "utf-16be" ? bytes.swap16() : bytes;
    },
    decode: (bytes) => decoded(bytes, label),
  };
}

/** With a byte order mark, by which it is also read; without one the big end is first. */
function utf16(): TextEncoding {
  return {
    name: "UTF-16",
    encode: (text) => Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(text, "utf16le").swap16()]),
    decode: (bytes) => {
      const little = bytes[0] === 0xff && bytes[1] === 0xfe;
      const marked = little || (bytes[0] === 0xfe && bytes[1] === 0xff);
      return decoded(marked ? bytes.subarray(2) : bytes, little ? "utf-16le" : "utf-16be");
    },
  };
}

function decoded(bytes: Buffer, label: string): string | undefined {
  try {
    const text = new TextDecoder(label, { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\ufffd") ? undefined : text;
  } catch {
    return undefined;
  }
}
