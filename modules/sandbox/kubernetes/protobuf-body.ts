import type { Json, JsonObject } from "../world/records.js";
import { isObject } from "./json-value.js";
import { readProtobuf } from "./protobuf-reader.js";
import { type ProtobufShape, protobufShapes } from "./protobuf-shapes.js";

const MAGIC = Buffer.from([0x6b, 0x38, 0x73, 0x00]);

/**
 * Reads a body of `application/vnd.kubernetes.protobuf`: four bytes that say so, then an envelope with the
 * object's kind and the object. Undefined for a kind that kubectl does not send in this way.
 * @throws RangeError for bytes that make no sense
 */
export function readProtobufBody(bytes: Buffer): JsonObject | undefined {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new RangeError("the envelope is missing");
  const envelope = readProtobuf(bytes.subarray(MAGIC.length));
  const type = bytesOf(envelope.find(({ number }) => number === 1)?.value);
  const names = readProtobuf(type).map(
    ({ number, value }) => [number, bytesOf(value).toString("utf8")] as const,
  );
  const apiVersion = names.find(([number]) => number === 1)?.[1] ?? "";
  const kind = names.find(([number]) => number === 2)?.[1] ?? "";
  const shape = Object.hasOwn(protobufShapes, kind) ? protobufShapes[kind] : undefined;
  if (shape === undefined) return undefined;
  const object = readValue(shape, [bytesOf(envelope.find(({ number }) => number === 2)?.value)]);
  return isObject(object) ? { apiVersion, kind, ...object } : undefined;
}

/** What one or more occurrences of a field mean together: lists and maps occur once for each entry. */
function readValue(shape: ProtobufShape, values: readonly (number | Buffer)[]): Json | undefined {
  const last = values.at(-1);
  if (last === undefined) return undefined;
  switch (shape) {
    case "string":
      return bytesOf(last).toString("utf8");
    case "integer":
      return typeof last === "number" ? signed(last) : undefined;
    case "count":
      return typeof last === "number" && last !== 0 ? signed(last) : undefined;
    case "boolean":
      return last === 1;
    case "bytes":
      return bytesOf(last).toString("base64");
    case "quantity":
      return textField(bytesOf(last), 1);
    case "time":
      return readTime(bytesOf(last));
    case "int-or-string":
      return readIntOrString(bytesOf(last));
    default:
      break;
  }
  if ("each" in shape) return values.flatMap((value) => readValue(shape.each, [value]) ?? []);
  if ("map" in shape) {
    const entries = values.flatMap((value): [string, Json][] => {
      const fields = readProtobuf(bytesOf(value));
      const content = fields.filter(({ number }) => number === 2).map((field) => field.value);
      const read = readValue(shape.map, content.length === 0 ? [Buffer.alloc(0)] : content);
      return read === undefined ? [] : [[textField(bytesOf(value), 1), read]];
    });
    return Object.fromEntries(entries);
  }
  const fields = readProtobuf(bytesOf(last));
  const object: Record<string, Json> = {};
  for (const [number, [name, of]] of Object.entries(shape.fields)) {
    const occurrences = fields.filter((field) => field.number === Number(number)).map(({ value }) => value);
    const read = readValue(of, occurrences);
    if (read !== undefined && !isNothing(read)) object[name] = read;
  }
  return object;
}

/** Go writes its zero values too; in JSON they are left out. A number may well be zero on purpose. */
function isNothing(value: Json): boolean {
  return value === "" || (isObject(value) && Object.keys(value).length === 0);
}

function readTime(bytes: Buffer): string | undefined {
  const seconds = readProtobuf(bytes).find(({ number }) => number === 1)?.value;
  return typeof seconds === "number" && seconds > 0
    ? `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`
    : undefined;
}

function readIntOrString(bytes: Buffer): Json {
  const fields = readProtobuf(bytes);
  const number = fields.find((field) => field.number === 2)?.value;
  const isText = fields.find((field) => field.number === 1)?.value === 1;
  return isText ? textField(bytes, 3) : typeof number === "number" ? signed(number) : 0;
}

function textField(bytes: Buffer, number: number): string {
  return bytesOf(readProtobuf(bytes).find((field) => field.number === number)?.value).toString("utf8");
}

function bytesOf(value: number | Buffer | undefined): Buffer {
  return typeof value === "object" ? value : Buffer.alloc(0);
}

function signed(value: number): number {
  return value >= 2 ** 63 ? value - 2 ** 64 : value;
}
