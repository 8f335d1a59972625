import { gateGithub } from "./gate-github.js";
import { gateJson } from "./gate-json.js";
import { gateJunit } from "./gate-junit.js";
import { gateMarkdown } from "./gate-markdown.js";
import type { GateReporter } from "./gate-report.js";
import { gateSarif } from "./gate-sarif.js";
import { gateText } from "./gate-text.js";

/** The formats of a verdict, by the names that `gate --format` takes. */
export const gateReporters = {
  text: gateText,
  json: gateJson,
  markdown: gateMarkdown,
  sarif: gateSarif,
  junit: gateJunit,
  github: gateGithub,
} as const satisfies { readonly [format: string]: GateReporter };

export type GateFormat = keyof typeof gateReporters;
