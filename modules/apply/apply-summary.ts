import type { Diagnostic } from "../diagnostics/index.js";
import type { OpenOperation } from "./apply-context.js";
import type { ApplyAction, ApplyNode } from "./apply-node.js";
import type { NodeOutcome } from "./run-graph.js";

export interface SummaryEntry {
  readonly address: string;
  readonly action: ApplyAction;
}

/** What an apply came to. A replacement counts as one added and one destroyed, as Terraform counts. */
export interface ApplySummary {
  readonly stack: string;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
  readonly done: readonly SummaryEntry[];
  readonly failed: readonly (SummaryEntry & { readonly diagnostics: readonly Diagnostic[] })[];
  readonly notStarted: readonly (SummaryEntry & { readonly reason: string })[];
  readonly interrupted: boolean;
  /** Operations whose end is not known: interrupted, not waited for any longer, or AWS could not be asked. */
  readonly open: readonly OpenOperation[];
  /** False where the state could not be written: then the journal has what it lacks. */
  readonly stateSaved: boolean;
  /** Problems that belong to no resource, e.g. of an output. */
  readonly diagnostics: readonly Diagnostic[];
}

export function summarize(
  stack: string,
  nodes: readonly ApplyNode[],
  outcomes: ReadonlyMap<string, NodeOutcome>,
  problems: ReadonlyMap<string, readonly Diagnostic[]>,
  reasons: ReadonlyMap<string, string>,
  interrupted: boolean,
): Omit<ApplySummary, "diagnostics" | "open" | "stateSaved"> {
  const shown = nodes.filter(({ action }) => action !== "none");
  const withOutcome = (outcome: NodeOutcome) => shown.filter(({ id }) => outcomes.get(id) === outcome);
  const done = withOutcome("done");
  const count = (action: ApplyAction) => done.filter((node) => node.action === action).length;
  return {
    stack,
    added: count("create"),
    changed: count("update"),
    destroyed: count("delete"),
    done: done.map(entryOf),
    failed: withOutcome("failed").map((node) => ({
      ...entryOf(node),
      diagnostics: problems.get(node.id) ?? [],
    })),
    notStarted: withOutcome("not-started").map((node) => ({
      ...entryOf(node),
      reason: reasons.get(node.id) ?? "",
    })),
    interrupted,
  };
}

function entryOf({ action, address }: ApplyNode): SummaryEntry {
  return { address, action };
}
