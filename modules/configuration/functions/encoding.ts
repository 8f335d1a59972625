import { isWhollyKnown, type Type, Unknown, type Value, withType } from "../../values/index.js";
import { valueOfJson } from "../conversion/value-of-json.js";
import type { JsonValue } from "../json.js";
import { asText } from "./arguments.js";
import { parseCsv } from "./csv.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";
import { encodeJson } from "./json-encoding.js";
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
    implement: ([source, encoding]) => decodeText(decodeBase64(asText(source)), asText(encoding)),
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
  const name = encoding.toUpperCase();
  if (name === "UTF-8") return Buffer.from(text, "utf8");
  if (name === "UTF-16LE") return Buffer.from(text, "utf16le");
  if (name === "UTF-16BE") return Buffer.from(text, "utf16le").swap16();
  const limit = name === "ISO-8859-1" ? 0xff : name === "US-ASCII" ? 0x7f : undefined;
  if (limit === undefined) throw unsupportedEncoding(encoding);
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  if (codes.some((code) => code > limit))
    throw new FunctionError(
      `the given string contains characters that cannot be represented in ${encoding}`,
      0,
    );
  return Buffer.from(codes);
}

function decodeText(bytes: Buffer, encoding: string): string {
  const name = encoding.toUpperCase();
  if (name === "UTF-8") return utf8(bytes, "the given string is not valid UTF-8");
  if (name === "UTF-16LE") return bytes.toString("utf16le");
  if (name === "UTF-16BE") return Buffer.from(bytes).swap16().toString("utf16le");
  if (name === "ISO-8859-1" || name === "US-ASCII") return bytes.toString("latin1");
  throw unsupportedEncoding(encoding);
}

function unsupportedEncoding(encoding: string): FunctionError {
  return new FunctionError(
    `${JSON.stringify(encoding)} is not supported here; UTF-8, UTF-16LE, UTF-16BE, ISO-8859-1 and US-ASCII are`,
    1,
  );
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
