import { createHash } from "node:crypto";
import { Unknown } from "../../values/index.js";
import { asText } from "./arguments.js";
import { readBytes } from "./files.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";

const str: Parameter = { name: "str", type: "string" };
const filePath: Parameter = { name: "path", type: "string" };

/** Digests of strings and files, and the functions whose result no plan can know. */
export const HASHING_FUNCTIONS: readonly FunctionDefinition[] = [
  ...digest("md5", "filemd5", "md5", "hex"),
  ...digest("sha1", "filesha1", "sha1", "hex"),
  ...digest("sha256", "filesha256", "sha256", "hex"),
  ...digest("sha512", "filesha512", "sha512", "hex"),
  ...digest("base64sha256", "filebase64sha256", "sha256", "base64"),
  ...digest("base64sha512", "filebase64sha512", "sha512", "base64"),
  {
    name: "uuidv5",
    parameters: [
      { name: "namespace", type: "string" },
      { name: "name", type: "string" },
    ],
    returns: "string",
    implement: ([namespace, name]) => uuidV5(asText(namespace), asText(name)),
  },
  // Terraform decides these three while it applies: until then they are unknown.
  { name: "uuid", parameters: [], returns: "string", implement: () => new Unknown(true, "string") },
  { name: "timestamp", parameters: [], returns: "string", implement: () => new Unknown(true, "string") },
  {
    name: "bcrypt",
    parameters: [str],
    variadic: { name: "cost", type: "number" },
    returns: "string",
    implement: () => new Unknown(true, "string"),
  },
];

function digest(
  name: string,
  fileName: string,
  algorithm: string,
  encoding: "hex" | "base64",
): readonly FunctionDefinition[] {
  return [
    {
      name,
      parameters: [str],
      returns: "string",
      implement: ([text]) => createHash(algorithm).update(asText(text), "utf8").digest(encoding),
    },
    {
      name: fileName,
      parameters: [filePath],
      returns: "string",
      implement: ([path], context) =>
        createHash(algorithm)
          .update(readBytes(asText(path), context))
          .digest(encoding),
    },
  ];
}

const NAMESPACES: { readonly [name: string]: string } = {
  dns: "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
  url: "6ba7b811-9dad-11d1-80b4-00c04fd430c8",
  oid: "6ba7b812-9dad-11d1-80b4-00c04fd430c8",
  x500: "6ba7b814-9dad-11d1-80b4-00c04fd430c8",
};

function uuidV5(namespace: string, name: string): string {
  const id = (NAMESPACES[namespace] ?? namespace).replaceAll("-", "");
  if (!/^[0-9a-fA-F]{32}$/.test(id))
    throw new FunctionError(
      `uuidv5() doesn't support namespace ${namespace} (invalid UUID length: ${namespace.length})`,
    );
  const bytes = createHash("sha1")
    .update(Buffer.from(id, "hex"))
    .update(name, "utf8")
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
