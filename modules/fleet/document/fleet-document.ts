import type { SourceLocation } from "../../diagnostics/index.js";
import type { PathStep } from "../origin.js";

/** One YAML document of a file: its plain value, and where each part of it stands. */
export interface FleetDocument {
  /** As the user named it, or relative to the working directory. */
  readonly file: string;
  /** Absolute directory of the file: what relative paths in it are relative to. */
  readonly directory: string;
  /** Anchors, aliases and merge keys resolved. */
  readonly value: unknown;
  /** Where the value at `path` stands; undefined when the document has no such value. */
  readonly locateValue: (path: readonly PathStep[]) => SourceLocation | undefined;
  /** Where the key stands that `path` ends with. */
  readonly locateKey: (path: readonly PathStep[]) => SourceLocation | undefined;
  /** The text of a scalar as written, e.g. `1.30` where the value is the number 1.3. */
  readonly sourceOf: (path: readonly PathStep[]) => string | undefined;
}

/** The value's place, or that of the nearest thing around it which the document holds. */
export function locateNearest(document: FleetDocument, path: readonly PathStep[]): SourceLocation {
  const exact = document.locateValue(path);
  if (exact !== undefined) return exact;
  for (let length = path.length - 1; length > 0; length--) {
    const around = path.slice(0, length);
    const found = document.locateKey(around) ?? document.locateValue(around);
    if (found !== undefined) return found;
  }
  return document.locateValue([]) ?? { file: document.file, line: 1, column: 1 };
}
