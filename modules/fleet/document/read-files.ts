import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Diagnostic } from "../../diagnostics/index.js";
import { type SourceText, sourceText } from "./source-text.js";

export interface ReadFile {
  readonly source: SourceText;
  readonly directory: string;
  /** Found in a directory that was named, not named itself. */
  readonly fromDirectory: boolean;
}

/**
 * Reads the files that `paths` name; a directory stands for its `*.yaml` and `*.yml` files in name order, not
 * those of directories in it. What cannot be read becomes a diagnostic.
 */
export async function readFiles(
  paths: readonly string[],
  workingDirectory: string,
): Promise<{ files: readonly ReadFile[]; diagnostics: readonly Diagnostic[] }> {
  const files: ReadFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const named of paths) {
    const absolute = path.resolve(workingDirectory, named);
    const listed = await listFiles(absolute, shown(absolute, named, workingDirectory));
    diagnostics.push(...listed.diagnostics);
    for (const file of listed.files) {
      if (seen.has(file)) continue;
      seen.add(file);
      const name = shown(file, file === absolute ? named : file, workingDirectory);
      const read = await readText(file, name);
      if (typeof read === "string") {
        files.push({
          source: sourceText(name, read),
          directory: path.dirname(file),
          fromDirectory: file !== absolute,
        });
      } else diagnostics.push(read);
    }
  }
  return { files, diagnostics };
}

/** Relative to the working directory where it is inside, with forward slashes. */
function shown(absolute: string, named: string, workingDirectory: string): string {
  const relative = path.relative(workingDirectory, absolute);
  const outside = relative.startsWith("..") || path.isAbsolute(relative);
  return (outside ? named : relative || ".").split(path.sep).join("/");
}

async function listFiles(
  absolute: string,
  name: string,
): Promise<{ files: readonly string[]; diagnostics: readonly Diagnostic[] }> {
  try {
    if (!(await stat(absolute)).isDirectory()) return { files: [absolute], diagnostics: [] };
    const entries = await readdir(absolute, { withFileTypes: true });
    const files = entries
      .filter((entry) => !entry.isDirectory() && /\.ya?ml$/.test(entry.name) && !entry.name.startsWith("."))
      .map((entry) => entry.name)
      .sort();
    if (files.length === 0) {
      const detail =
        "A directory stands for its *.yaml and *.yml files. Put the fleet file there, or name it itself.";
      return { files, diagnostics: [problem("FLEET_NO_FILES", `No YAML file in "${name}"`, detail, name)] };
    }
    return { files: files.map((file) => path.join(absolute, file)), diagnostics: [] };
  } catch (error) {
    return { files: [], diagnostics: [unreadable(error, name)] };
  }
}

async function readText(absolute: string, name: string): Promise<string | Diagnostic> {
  try {
    const bytes = await readFile(absolute);
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (codeOf(error) === "ERR_ENCODING_INVALID_ENCODED_DATA") {
      return problem("FLEET_FILE_UNREADABLE", `"${name}" is not UTF-8 text`, "Save it as UTF-8.", name);
    }
    return unreadable(error, name);
  }
}

function unreadable(error: unknown, name: string): Diagnostic {
  const code = codeOf(error);
  if (code === "ENOENT" || code === "ENOTDIR") {
    const detail = "Check the path; it is taken from the directory that the command runs in.";
    return problem("FLEET_FILE_NOT_FOUND", `There is no file or directory "${name}"`, detail, name);
  }
  const reason = error instanceof Error ? error.message : String(error);
  return problem("FLEET_FILE_UNREADABLE", `"${name}" cannot be read`, reason, name);
}

/** The code of one of Node's errors. */
function codeOf(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
}

function problem(code: string, summary: string, detail: string, file: string): Diagnostic {
  return { severity: "error", code, summary, detail, location: { file, line: 1, column: 1 } };
}
