import type { Diagnostic } from "../../diagnostics/index.js";
import type { Origin, PathStep } from "../origin.js";
import { locateInOrigins, locateKeyInOrigins } from "./layers.js";

/** Collects what is wrong with one set of merged settings, each with the place of the value. */
export interface Problems {
  readonly diagnostics: Diagnostic[];
  readonly add: (path: readonly PathStep[], code: string, summary: string, detail: string) => void;
  /** As `add`, but points at the key. */
  readonly addAtKey: (path: readonly PathStep[], code: string, summary: string, detail: string) => void;
  /** Whether the value at `path` was already reported as wrong, so that its absence says nothing. */
  readonly isBroken: (path: readonly PathStep[]) => boolean;
}

export function problemsOf(origins: readonly Origin[], broken: readonly (readonly PathStep[])[]): Problems {
  const diagnostics: Diagnostic[] = [];
  const severity = "error";
  return {
    diagnostics,
    add: (path, code, summary, detail) =>
      diagnostics.push({ severity, code, summary, detail, location: locateInOrigins(origins, path) }),
    addAtKey: (path, code, summary, detail) =>
      diagnostics.push({ severity, code, summary, detail, location: locateKeyInOrigins(origins, path) }),
    isBroken: (path) => broken.some((wrong) => isPrefix(wrong, path) || isPrefix(path, wrong)),
  };
}

function isPrefix(prefix: readonly PathStep[], path: readonly PathStep[]): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}
