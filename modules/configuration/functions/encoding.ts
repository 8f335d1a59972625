import { isWhollyKnown, type Type, Unknown, type Value, withType } from "../../values/index.js";
import { valueOfJson } from "../conversion/value-of-json.js";
import type { JsonValue } from "../json.js";
import { asText } from "./arguments.js";
import { parseCsv } from "./csv.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";
import { encodeJson } from "./json-encoding.js";
import { textEncoding } from "./text-encodings.js";
import { decodeYaml, encodeYaml } from "./yaml.js";

const str: Parameter = { name: "str", type: "string" };
const anyValue: Parameter = { name: "val", type: "dynamic", allowNull: true, allowUnknown: true };

/** Base64, character sets, JSON, YAML, CSV and URLs. */
export const ENCODING_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "base64encode",
    parameters: [str],
    returns: "string",
    implement: ([text]) => Buffer.from(asText(text), "utf8").toString("base64"),
  },
  {
    name: "base64decode",
    parameters: [str],
    returns: "string",
    implement: ([text]) =>
      utf8(decodeBase64(asText(text)), "the result of decoding the provided string is not valid UTF-8"),
  },
  {
    name: "textencodebase64",
    parameters: [
      { name: "string", type: "string" },
      { name: "encoding", type: "string" },
    ],
    returns: "string",
    implement: ([text, encoding]) => encodeText(asText(text), asText(encoding)).toString("base64"),
  },
  {
    name: "textdecodebase64",
    parameters: [
      { name: "source", type: "string" },
      { name: "encoding", type: "string" },
    ],
    returns: "string",
    implement: ([source, encoding]) => decodeText(asText(source), asText(encoding)),
  },
  {
    name: "urlencode",
    parameters: [str],
    returns: "string",
    implement: ([text]) =>
      encodeURIComponent(asText(text))
        .replaceAll("%20", "+")
        .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
  },
  {
    name: "jsonencode",
    parameters: [anyValue],
    returns: "string",
    implement: ([value]) =>
      isWhollyKnown(value ?? null) ? encodeJson(value ?? null) : new Unknown(true, "string"),
  },
  {
    name: "jsondecode",
    parameters: [str],
    returns: "dynamic",
    mayBeNull: true,
    implement: ([text]) => decodeJson(asText(text)),
  },
  {
    name: "yamlencode",
    parameters: [{ ...anyValue, name: "value" }],
    returns: "string",
    implement: ([value]) =>
      isWhollyKnown(value ?? null) ? encodeYaml(value ?? null) : new Unknown(true, "string"),
  },
  {
    name: "yamldecode",
    parameters: [{ name: "src", type: "string" }],
    returns: "dynamic",
    mayBeNull: true,
    implement: ([text]) => decodeYaml(asText(text)),
  },
  {
    name: "csvdecode",
    parameters: [str],
    returns: ["list", "dynamic"],
    implement: ([text]) => decodeCsv(asText(text)),
  },
];

function decodeBase64(text: string): Buffer {
  const plain = text.replace(/[\r\n]/g, "");
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(plain))
    throw new FunctionError(`failed to decode base64 data ${JSON.stringify(text)}`);
  return Buffer.from(plain, "base64");
}

function utf8(bytes: Buffer, complaint: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new FunctionError(complaint);
  }
}

function encodeText(text: string, encoding: string): Buffer {
  const { encode, name } = textEncoding(encoding);
  const bytes = encode(text);
  if (bytes !== undefined) return bytes;
  throw new FunctionError(`the given string contains characters that cannot be represented in ${name}`, 0);
}

function decodeText(source: string, encoding: string): string {
  const { decode, name } = textEncoding(encoding);
  const wrong = wrongSymbol(source);
  if (wrong !== undefined)
    throw new FunctionError(`the given value is has an invalid base64 symbol at offset ${wrong}`, 0);
  const text = decode(Buffer.from(source, "base64"));
  if (text !== undefined) return text;
  throw new FunctionError(`the given string contains symbols that are not defined for ${name}`, 0);
}

/** Where Go's decoder stops; undefined when the text is whole. */
function wrongSymbol(text: string): number | undefined {
  let inGroup = 0;
  for (let at = 0; at < text.length; at += 1) {
    const symbol = text.charAt(at);
    if (symbol === "\r" || symbol === "\n") continue;
    if (/[A-Za-z0-9+/]/.test(symbol)) inGroup = (inGroup + 1) % 4;
    else return symbol === "=" && inGroup > 1 ? wrongPadding(text, at, inGroup) : at;
  }
  return inGroup === 0 ? undefined : text.length - inGroup;
}

/** Of what follows a first "=" at `at`: a second one where the group has two symbols, and then nothing. */
function wrongPadding(text: string, at: number, inGroup: number): number | undefined {
  const next = (from: number): number => from + (/^[\r\n]*/.exec(text.slice(from))?.[0].length ?? 0);
  let end = next(at + 1);
  if (inGroup === 2) {
    if (end === text.length) return text.length;
    if (text.charAt(end) !== "=") return end - 1;
    end = next(end + 1);
  }
  return end < text.length ? end : undefined;
}

function decodeJson(text: string): Value {
  let json: JsonValue;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new FunctionError(`the string is not JSON: ${error instanceof Error ? error.message : "invalid"}`);
  }
  return valueOfJson(json);
}

function decodeCsv(text: string): Value {
  const [header, ...rows] = parseCsv(text);
  if (header === undefined) throw new FunctionError("missing header line");
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw new FunctionError(`duplicate column name ${JSON.stringify(repeated)}`);
  const type: Type = ["list", ["object", Object.fromEntries(header.map((name) => [name, "string"]))]];
  return withType(
    rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ""]))),
    type,
  );
}
