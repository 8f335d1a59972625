import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { Unknown, type Value } from "../../values/index.js";
import { makeSet } from "../conversion/convert-value.js";
import { asObject, asText } from "./arguments.js";
import {
  type FunctionContext,
  type FunctionDefinition,
  FunctionError,
  type Parameter,
} from "./function-definition.js";
import { globToRegExp } from "./glob.js";

const filePath: Parameter = { name: "path", type: "string" };

/** The functions on paths and files. Files are read from the configuration's own folder only. */
export const FILE_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "abspath",
    parameters: [filePath],
    returns: "string",
    implement: ([name], { directory }) => path.resolve(directory, asText(name)),
  },
  {
    name: "basename",
    parameters: [filePath],
    returns: "string",
    implement: ([name]) => (asText(name) === "" ? "." : path.posix.basename(asText(name)) || "/"),
  },
  {
    name: "dirname",
    parameters: [filePath],
    returns: "string",
    implement: ([name]) => path.posix.normalize(goDirectory(asText(name))),
  },
  {
    name: "pathexpand",
    parameters: [filePath],
    returns: "string",
    implement: ([name]) => asText(name).replace(/^~(?=$|\/)/, homedir()),
  },
  {
    name: "file",
    parameters: [filePath],
    returns: "string",
    implement: ([name], context) => readText(asText(name), context),
  },
  {
    name: "filebase64",
    parameters: [filePath],
    returns: "string",
    implement: ([name], context) => readBytes(asText(name), context).toString("base64"),
  },
  {
    name: "fileexists",
    parameters: [filePath],
    returns: "bool",
    implement: ([name], context) => fileExists(asText(name), context),
  },
  {
    name: "fileset",
    parameters: [filePath, { name: "pattern", type: "string" }],
    returns: ["set", "string"],
    implement: ([name, pattern], context) => fileSet(asText(name), asText(pattern), context),
  },
  {
    name: "templatefile",
    parameters: [filePath, { name: "vars", type: "dynamic", allowUnknown: true, allowMarked: true }],
    returns: "string",
    implement: ([name, variables], context) => {
      const text = readText(asText(name), context);
      if (variables instanceof Unknown) return new Unknown(true, "string");
      return context.renderTemplate(text, variablesOf(variables), asText(name));
    },
  },
  {
    name: "templatestring",
    parameters: [
      { name: "template", type: "string", allowNull: true },
      { name: "vars", type: "dynamic", allowUnknown: true, allowMarked: true },
    ],
    returns: "string",
    implement: ([text, variables], context) => {
      if (text === null) throw new FunctionError("invalid template value: a string is required", 0);
      return variables instanceof Unknown
        ? new Unknown(true, "string")
        : context.renderTemplate(asText(text), variablesOf(variables), "<templatestring argument>");
    },
  },
];

/** Go's `filepath.Dir`: what stands before the last slash. */
function goDirectory(name: string): string {
  const slash = name.lastIndexOf("/");
  if (slash < 0) return ".";
  return slash === 0 ? "/" : name.slice(0, slash + 1).replace(/\/+$/, "") || "/";
}

function variablesOf(value: Value | undefined): { readonly [name: string]: Value } {
  const variables = asObject(value);
  for (const name of Object.keys(variables))
    if (!/^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(name))
      throw new FunctionError(
        `invalid template variable name ${JSON.stringify(name)}: must start with a letter, followed by zero or more letters, digits, and underscores`,
        1,
      );
  return variables;
}

/** The file's place, which must lie in the configuration's folder also once links are followed. */
function locate(name: string, { directory }: FunctionContext): string {
  const expanded = name.replace(/^~(?=$|\/)/, homedir());
  const full = path.resolve(directory, expanded);
  let real: string;
  try {
    real = realpathSync(full);
  } catch {
    throw new FunctionError(
      `no file exists at ${JSON.stringify(name)}; this function works only with files that are distributed as part of the configuration source code, so if this file will be created by a resource in this configuration you must instead obtain this result from an attribute of that resource`,
      0,
    );
  }
  const root = realpathSync(directory);
  if (real !== root && !real.startsWith(root + path.sep)) {
    throw new FunctionError(
      `${JSON.stringify(name)} lies outside of the configuration's folder; only files inside of it are read`,
      0,
    );
  }
  return real;
}

/** The bytes of a file of the configuration. Throws FunctionError. */
export function readBytes(name: string, context: FunctionContext): Buffer {
  const full = locate(name, context);
  if (!statSync(full).isFile()) throw new FunctionError(`${JSON.stringify(name)} is not a regular file`, 0);
  return readFileSync(full);
}

function readText(name: string, context: FunctionContext): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readBytes(name, context));
  } catch (error) {
    if (error instanceof FunctionError) throw error;
    throw new FunctionError(
      `contents of ${JSON.stringify(name)} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents or the other file functions (e.g. filemd5, filesha256) to obtain file hashing results instead`,
      0,
    );
  }
}

function fileExists(name: string, context: FunctionContext): boolean {
  let full: string;
  try {
    full = locate(name, context);
  } catch (error) {
    if (error instanceof FunctionError && error.message.startsWith("no file exists")) return false;
    throw error;
  }
  if (statSync(full).isFile()) return true;
  throw new FunctionError(`${JSON.stringify(name)} is a directory, not a file`, 0);
}

function fileSet(folder: string, pattern: string, context: FunctionContext): Value {
  const root = locate(folder, context);
  const matcher = globToRegExp(pattern);
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => matcher.test(name));
  return makeSet(names, "string");
}
