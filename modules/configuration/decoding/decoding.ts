import type { Diagnostic } from "../../diagnostics/index.js";
import type { Path } from "../../values/index.js";
import type { Body } from "../body.js";

/** What a decoding collects while it walks down a body. */
export interface Decoding {
  readonly body: Body;
  readonly sensitivePaths: Path[];
  readonly diagnostics: Diagnostic[];
  /** What the provider would say, which nobody asks as long as there are other problems. */
  readonly providerDiagnostics: Diagnostic[];
}

/** Reports a problem at a JSON path below the body. */
export function reportProblem(
  decoding: Decoding,
  summary: string,
  detail: string,
  path: Path,
  range?: { readonly start: number; readonly end: number },
  into: Diagnostic[] = decoding.diagnostics,
): void {
  const { file, path: base } = decoding.body;
  into.push({
    severity: "error",
    code: "CONFIGURATION_ARGUMENT",
    summary,
    detail,
    location: file.locate([...base, ...path], range),
  });
}
