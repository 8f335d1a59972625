import type { ApplyNode } from "./apply-node.js";

export type NodeOutcome = "done" | "failed" | "not-started";

export interface RunGraphOptions {
  /** Nodes that run at once. */
  readonly parallelism: number;
  /** Carries out one node; false or a rejection means that it failed. */
  readonly run: (node: ApplyNode) => Promise<boolean>;
  /** Told for each node that will not be started, with the reason. */
  readonly onSkipped: (node: ApplyNode, reason: string) => void;
  /** Once aborted, no further node is started; those that run are waited for. Its reason, if it is a text, says why. */
  readonly signal: AbortSignal;
}

/**
 * Runs nodes as soon as all that they wait for are done, at most `parallelism` at a time. A failure stops
 * what depends on it and nothing else.
 */
export async function runGraph(
  nodes: readonly ApplyNode[],
  options: RunGraphOptions,
): Promise<ReadonlyMap<string, NodeOutcome>> {
  const outcomes = new Map<string, NodeOutcome>();
  const waiting = new Set(nodes);
  const running = new Set<Promise<void>>();

  const skip = (node: ApplyNode, reason: string) => {
    waiting.delete(node);
    outcomes.set(node.id, "not-started");
    options.onSkipped(node, reason);
  };
  const start = (node: ApplyNode) => {
    waiting.delete(node);
    const work = options
      .run(node)
      .then((succeeded) => {
        outcomes.set(node.id, succeeded ? "done" : "failed");
      })
      .finally(() => running.delete(work));
    running.add(work);
  };
  const startReady = () => {
    // Skipping one node may decide others, so this goes on until nothing changes.
    for (let changed = true; changed; ) {
      changed = false;
      for (const node of waiting) {
        const { aborted, reason }: { readonly aborted: boolean; readonly reason: unknown } = options.signal;
        if (aborted) {
          skip(node, typeof reason === "string" ? reason : "the apply was interrupted");
          changed = true;
          continue;
        }
        const broken = node.after.find((id) => isBroken(outcomes.get(id)));
        if (broken !== undefined) {
          skip(node, `it depends on ${broken}, which was not done`);
          changed = true;
        } else if (
          running.size < options.parallelism &&
          node.after.every((id) => outcomes.get(id) === "done")
        ) {
          start(node);
        }
      }
    }
  };

  startReady();
  while (running.size > 0) {
    await Promise.race(running);
    startReady();
  }
  for (const node of waiting) skip(node, "it waits for itself in a circle");
  return outcomes;
}

function isBroken(outcome: NodeOutcome | undefined): boolean {
  return outcome === "failed" || outcome === "not-started";
}
