import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadConfiguration } from "../../modules/configuration/index.js";
import { type Diagnostic, FailedRead, FleetwrightError } from "../../modules/diagnostics/index.js";
import type { StackPlan, TerraformPlan } from "../../modules/plan/index.js";
import {
  planStack,
  type ReadRequest,
  type ReadResult,
  type ReadResults,
} from "../../modules/planner/index.js";
import { renderPlan } from "../../modules/report/index.js";
import { parseState } from "../../modules/state/index.js";
import type { ObjectValue } from "../../modules/values/index.js";
import { comparePlans, type Disagreement } from "./compare-plans.js";
import type { How } from "./scenario.js";
import { parityRegistry } from "./terraform-data.js";

/** What Terraform said of a folder, with everything that it took to say it. */
export interface RecordedPlan {
  readonly files: { readonly [name: string]: string };
  readonly how: How;
  readonly variables: { readonly [name: string]: string };
  readonly varFiles: readonly string[];
  readonly env: { readonly [name: string]: string };
  /** What the planner had to know of the world, by the request's key. */
  readonly reads: RecordedReads;
  readonly terraform: TerraformAnswer;
}

export interface TerraformAnswer {
  /** Null where nothing was planned because of errors. */
  readonly plan: TerraformPlan | null;
  /** What `terraform show` prints of the plan. */
  readonly text: string | null;
  readonly diagnostics: readonly TerraformDiagnostic[];
}

export interface TerraformDiagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly address?: string;
}

/** Answers what the planner wants to know. */
export type Reader = (
  requests: readonly ReadRequest[],
  providers: Awaited<ReturnType<typeof loadConfiguration>>,
) => Promise<ReadResults>;

export interface OurAnswer {
  readonly plan: StackPlan | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly reads: RecordedReads;
}

/** A read that failed is kept as `{"failed": […]}`. */
export interface RecordedReads {
  readonly [key: string]: ObjectValue | null | { readonly failed: readonly Diagnostic[] };
}

/** What the planner was told, in a form that can be kept. */
function recordedReads(reads: ReadResults): RecordedReads {
  return Object.fromEntries(
    [...reads].map(([key, read]) => [key, read instanceof FailedRead ? { failed: read.diagnostics } : read]),
  );
}

/** Our answer to the same question. */
export async function answerOf(
  recorded: Pick<RecordedPlan, "files" | "how" | "variables" | "varFiles" | "env">,
  terraform: TerraformPlan | null,
  read: Reader,
): Promise<OurAnswer> {
  const directory = mkdtempSync(join(tmpdir(), "parity-"));
  const reads = new Map<string, ReadResult>();
  try {
    for (const [name, content] of Object.entries(recorded.files))
      writeFileSync(join(directory, name), content);
    const configuration = await loadConfiguration(directory, {
      variables: recorded.variables,
      varFiles: recorded.varFiles.map((file) => join(directory, file)),
      env: recorded.env,
    });
    const state = await parseState(recorded.files["terraform.tfstate"] ?? "", "terraform.tfstate");
    for (;;) {
      const answer = planStack({
        configuration,
        registry: parityRegistry(),
        state,
        reads,
        options: {
          ...recorded.how,
          stack: "parity",
          directory: "parity",
          timestamp: terraform?.timestamp ?? "2026-01-02T03:04:05Z",
          terraformVersion: terraform?.terraform_version ?? "1.11.4",
        },
      });
      if (answer.kind === "planned") {
        const { plan } = answer;
        return { plan, diagnostics: plan.fleetwright.diagnostics, reads: recordedReads(reads) };
      }
      for (const [key, object] of await read(answer.reads, configuration)) reads.set(key, object);
      const unanswered = answer.reads.find(({ key }) => !reads.has(key));
      if (unanswered !== undefined) throw new Error(`not recorded: ${unanswered.key}`);
    }
  } catch (error) {
    if (!FleetwrightError.is(error)) throw error;
    return { plan: null, diagnostics: error.diagnostics, reads: recordedReads(reads) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Everything in which our answer differs from Terraform's: document, text, problems. */
export function compareAnswers(terraform: TerraformAnswer, ours: OurAnswer): readonly Disagreement[] {
  const found: Disagreement[] = [];
  const failed = terraform.diagnostics.some(({ severity }) => severity === "error");
  if (ours.plan !== null && failed) found.push({ place: "errors", terraform: "refused", ours: "planned" });
  if (ours.plan === null && !failed)
    found.push({ place: "errors", terraform: "planned", ours: ours.diagnostics });
  if (ours.plan !== null && terraform.plan !== null && !failed) {
    found.push(...comparePlans(terraform.plan, ours.plan));
    const schemas = parityRegistry();
    const text = renderPlan(ours.plan, {
      schemas: (mode, type) =>
        (mode === "managed" ? schemas.resourceType(type) : schemas.dataSource(type))?.schema,
      color: false,
      columns: 78,
      mode: ours.plan.fleetwright.mode ?? "normal",
    });
    if (terraform.text !== text) found.push(...differentLines(terraform.text ?? "", text));
  }
  // Where the provider gives no detail, ours says what to do.
  const bare = new Set(
    terraform.diagnostics.flatMap(({ summary, detail }) => (detail === "" ? [summary] : [])),
  );
  const theirs = terraform.diagnostics.map(diagnosticText);
  const own = ours.diagnostics.map((each) =>
    diagnosticText(bare.has(each.summary) ? { ...each, detail: "" } : each),
  );
  for (const text of theirs.filter((one) => !own.includes(one)))
    found.push({ place: "diagnostics", terraform: text, ours: null });
  for (const text of own.filter((one) => !theirs.includes(one)))
    found.push({ place: "diagnostics", terraform: null, ours: text });
  return found;
}

/** Ours name addresses more often, and more of them. */
function diagnosticText({ severity, summary, detail }: TerraformDiagnostic | Diagnostic): string {
  // Terraform lists the objects that it forgets in no order.
  const lines = (detail ?? "").split("\n");
  const listed = lines.some((line) => line.startsWith(" - ")) ? [...lines].sort() : lines;
  return `${severity}: ${summary}: ${listed.join("\n")}`;
}

function differentLines(terraform: string, ours: string): readonly Disagreement[] {
  const [left, right] = [terraform.split("\n"), ours.split("\n")];
  const at = left.findIndex((line, index) => line !== right[index]);
  const from = Math.max(at < 0 ? left.length : at, 0);
  return [
    {
      place: `text, line ${from + 1}`,
      terraform: left.slice(from, from + 6).join("\n"),
      ours: right.slice(from, from + 6).join("\n"),
    },
  ];
}
