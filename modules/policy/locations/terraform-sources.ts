import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Document, parseDocument } from "yaml";
import type { SourceLocation } from "../../diagnostics/index.js";
import { placeInText } from "./place-in-text.js";

/** What CDKTF writes beside a resource about its construct. */
export interface ConstructMetadata {
  /** e.g. `prod/pool/group`: the stack's id, then the ids of the constructs. */
  readonly path: string;
  /** Frames, innermost first; none unless the app asks for them. */
  readonly stackTrace: readonly string[];
}

/** The Terraform files of one folder. */
export interface TerraformSources {
  /** Where a block is written, or an attribute of it; `steps` are the keys that lead to it in Terraform JSON. */
  place(steps: readonly string[], attribute: string | undefined): SourceLocation | undefined;
  constructOf(steps: readonly string[]): ConstructMetadata | undefined;
  /** The paths of all constructs that became blocks. */
  constructPaths(): readonly string[];
}

interface JsonFile {
  readonly path: string;
  readonly text: string;
  readonly document: Document;
}

/**
 * Reads a folder's `*.tf.json` and `*.tf`; one that is not there has no places. Paths are relative to `project`.
 * JSON is YAML, and the YAML parser keeps positions.
 */
export function readTerraformSources(
  directory: string,
  project: string,
  parse: typeof parseDocument,
): TerraformSources {
  const files = namesIn(directory).map((name) => ({
    path: relative(project, join(directory, name)),
    text: readFileSync(join(directory, name), "utf8"),
  }));
  const json = files
    .filter(({ path }) => path.endsWith(".tf.json"))
    .map((file): JsonFile => ({ ...file, document: parse(file.text) }));
  const hcl = files.filter(({ path }) => path.endsWith(".tf"));
  return {
    place: (steps, attribute) => {
      for (const file of json) {
        const found =
          (attribute === undefined ? undefined : jsonPlace(file, [...steps, attribute])) ??
          jsonPlace(file, steps);
        if (found !== undefined) return found;
      }
      for (const file of hcl) {
        const found = hclPlace(file, steps, attribute);
        if (found !== undefined) return found;
      }
      return undefined;
    },
    constructOf: (steps) => {
      for (const { document } of json) {
        const metadata = [...steps, "//", "metadata"];
        const path: unknown = document.getIn([...metadata, "path"]);
        if (typeof path === "string")
          return { path, stackTrace: framesAt(document, [...metadata, "stackTrace"]) };
      }
      return undefined;
    },
    constructPaths: () =>
      json.flatMap(({ text }) => [...text.matchAll(pathPattern)].map(([, path = ""]) => path)),
  };
}

const pathPattern = /"path": ?"([^"\\]+)",\s*"uniqueId"/g;

function framesAt(document: Document, steps: readonly string[]): readonly string[] {
  const frames: string[] = [];
  for (;;) {
    const frame: unknown = document.getIn([...steps, frames.length]);
    if (typeof frame !== "string") return frames;
    frames.push(frame);
  }
}

function namesIn(directory: string): readonly string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.tf(?:\.json)?$/.test(name))
      .sort();
  } catch {
    return [];
  }
}

/** The place of the key that leads to a value. */
function jsonPlace(file: JsonFile, steps: readonly string[]): SourceLocation | undefined {
  const node = file.document.getIn(steps, true);
  const start = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  if (!Array.isArray(start) || typeof start[0] !== "number") return undefined;
  const key = `"${steps.at(-1)}"`;
  const found = file.text.lastIndexOf(key, start[0]);
  return placeInText(file, found === -1 ? start[0] : found, key.length);
}

/** The line that opens a block, or one of its attributes or nested blocks, as `terraform fmt` writes them. */
function hclPlace(
  file: { readonly path: string; readonly text: string },
  steps: readonly string[],
  attribute: string | undefined,
): SourceLocation | undefined {
  const [kind = "", ...labels] = steps;
  const head = [kind, ...labels.map((label) => `"${label}"`)].map(escaped).join("[ \\t]+");
  const opening = new RegExp(`^${head}[ \\t]*\\{`, "m").exec(file.text);
  if (opening === null) return undefined;
  const end = file.text.indexOf("\n}", opening.index);
  const body = file.text.slice(opening.index, end === -1 ? undefined : end);
  const inner =
    attribute === undefined
      ? null
      : new RegExp(`^(\\s+)${escaped(attribute)}(?=[ \\t]*[={])`, "m").exec(body);
  if (inner === null || attribute === undefined) return placeInText(file, opening.index, kind.length);
  return placeInText(file, opening.index + inner.index + (inner[1] ?? "").length, attribute.length);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
