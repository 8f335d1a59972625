import type { Diagnostic } from "../../diagnostics/index.js";

/** How many of the objects are named. */
const NAMED = 3;

/**
 * Problems in which credentials that cannot be used are told once for each account and role, with what they kept
 * from being read, in place of once for each object.
 */
export function credentialsOnce(problems: readonly Diagnostic[]): readonly Diagnostic[] {
  const kept = new Map<string, readonly string[]>();
  const others: Diagnostic[] = [];
  const first = new Map<string, Diagnostic>();
  for (const problem of problems) {
    if (!problem.code.startsWith("AWS_CREDENTIALS")) {
      others.push(problem);
      continue;
    }
    const { address, ...shared } = problem;
    if (!first.has(problem.summary)) first.set(problem.summary, shared);
    kept.set(problem.summary, [
      ...(kept.get(problem.summary) ?? []),
      ...(address === undefined ? [] : [address]),
    ]);
  }
  const once = [...first].map(([summary, problem]) => {
    const addresses = [...new Set(kept.get(summary))];
    if (addresses.length === 0) return problem;
    const named = addresses.slice(0, NAMED).join(", ");
    const more = addresses.length > NAMED ? ` and ${addresses.length - NAMED} more` : "";
    const detail = `${problem.detail ?? ""}\nThis kept ${addresses.length === 1 ? "one object" : `${addresses.length} objects`} from being read: ${named}${more}.`;
    return { ...problem, detail: detail.trim() };
  });
  return [...once, ...others];
}
