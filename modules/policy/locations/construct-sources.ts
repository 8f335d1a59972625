import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import type { SourceLocation } from "../../diagnostics/index.js";
import { placeInText, type SourceFile } from "./place-in-text.js";
import type { ConstructMetadata } from "./terraform-sources.js";

/** The sources of a CDKTF app. */
export interface ConstructSources {
  /**
   * The line that makes a construct, or sets an attribute of it. By CDKTF's stack trace where the output holds
   * one; else by the construct's id, where one line alone makes a construct of that id and that line makes one
   * construct of the stack alone; else the same for the construct around it. Undefined where that is not so.
   */
  place(
    construct: ConstructMetadata,
    allPaths: readonly string[],
    attribute: string | undefined,
  ): SourceLocation | undefined;
}

/** A call that makes a construct: `new Pool(this, "a"`, and `Pool(self, "a"` in Python. */
const makesConstruct = {
  script: /\bnew\s+[\w.$]+\s*\(\s*[\w.]+\s*,\s*(["'`])([^"'`$\n]+)\1/g,
  python: /\b[A-Z]\w*\s*\(\s*[\w.]+\s*,\s*(["'])([^"'\n]+)\1/g,
};

const sourceNames = /(?<!\.d)\.(?:[cm]?[jt]s|py)$/;
const leftOut = new Set(["node_modules", "cdktf.out", "dist", "build", "coverage", "__pycache__", "venv"]);
const most = { files: 2000, bytes: 1024 * 1024 };

/** Reads the sources of the app in `root`; paths are relative to `project`. */
export function constructSources(root: string, project: string): ConstructSources {
  const files = sourceFiles(root, project);
  const calls = new Map<string, { readonly file: SourceFile; readonly offset: number }[]>();
  for (const file of files) {
    const pattern = file.path.endsWith(".py") ? makesConstruct.python : makesConstruct.script;
    for (const match of file.text.matchAll(pattern)) {
      const [, , id = ""] = match;
      calls.set(id, [...(calls.get(id) ?? []), { file, offset: match.index }]);
    }
  }
  return {
    place: ({ path, stackTrace }, allPaths, attribute) => {
      const traced = placeOfTrace(stackTrace, root, project);
      if (traced !== undefined) return traced;
      const ids = path.split("/");
      // The first id is the stack's own.
      for (let end = ids.length; end > 1; end -= 1) {
        const [only, another] = calls.get(ids[end - 1] ?? "") ?? [];
        if (only === undefined || another !== undefined || !standsForOne(ids, end, allPaths)) continue;
        return placeOfCall(only.file, only.offset, end === ids.length ? attribute : undefined);
      }
      return undefined;
    },
  };
}

/** Whether no other construct of the stack has the same id. */
function standsForOne(ids: readonly string[], end: number, allPaths: readonly string[]): boolean {
  const own = ids.slice(0, end).join("/");
  const id = ids[end - 1] ?? "";
  return allPaths.every((path) => {
    const steps = path.split("/");
    const at = steps.indexOf(id, 1);
    return at === -1 || steps.slice(0, at + 1).join("/") === own;
  });
}

function placeOfCall(file: SourceFile, offset: number, attribute: string | undefined): SourceLocation {
  const call = file.text.slice(offset, endOfCall(file.text, offset));
  const name = (attribute ?? "").replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
  const names = [...new Set([name, attribute ?? ""])].filter((each) => /^\w+$/.test(each));
  const property =
    names.length === 0 ? null : new RegExp(`(?<![\\w.])(?:${names.join("|")})(?=\\s*[:=])`).exec(call);
  if (property !== null) return placeInText(file, offset + property.index, property[0].length);
  return placeInText(file, offset, Math.max(1, call.indexOf("(")));
}

/** The offset after the parenthesis that closes a call; strings are passed over. */
function endOfCall(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? "";
    if (character === '"' || character === "'" || character === "`") {
      const close = text.indexOf(character, at + 1);
      if (close === -1) return text.length;
      at = close;
    } else if (character === "(") depth += 1;
    else if (character === ")") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** The innermost frame that is in the project's own sources. */
function placeOfTrace(frames: readonly string[], root: string, project: string): SourceLocation | undefined {
  for (const frame of frames) {
    const [, file = "", line = "", column = ""] =
      /\(?((?:\/|[A-Za-z]:)?[^():]+):(\d+):(\d+)\)?\s*$/.exec(frame) ?? [];
    const absolute = isAbsolute(file) ? file : join(root, file);
    const path = relative(project, absolute);
    if (
      file === "" ||
      relative(root, absolute).startsWith("..") ||
      path.includes("node_modules") ||
      !existsSync(absolute)
    )
      continue;
    const lineText = readFileSync(absolute, "utf8").split("\n")[Number(line) - 1];
    if (lineText === undefined) continue;
    return { file: path, line: Number(line), column: Number(column), lineText };
  }
  return undefined;
}

function sourceFiles(root: string, project: string): readonly SourceFile[] {
  const found: SourceFile[] = [];
  const walk = (folder: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const path = join(folder, entry.name);
      if (found.length >= most.files) return;
      if (entry.isDirectory()) {
        if (!leftOut.has(entry.name) && !entry.name.startsWith(".")) walk(path);
      } else if (entry.isFile() && sourceNames.test(entry.name) && statSync(path).size <= most.bytes) {
        found.push({ path: relative(project, path), text: readFileSync(path, "utf8") });
      }
    }
  };
  walk(root);
  return found;
}
