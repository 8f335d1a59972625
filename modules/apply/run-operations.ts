import type { Operation, OperationResult, ReadContext, ResourceType } from "../provider/index.js";
import type { ApplyContext } from "./apply-context.js";
import type { ApplyNode } from "./apply-node.js";
import type { JournalEntry } from "./journal.js";
import { operationToken } from "./operation-token.js";

/** What a change's operations came to; `failure` is set when one failed, and later ones were not sent. */
export interface OperationsOutcome {
  readonly results: { readonly [operation: string]: OperationResult };
  readonly failure: unknown;
}

/**
 * Carries out a change's operations one after the other: each is written to the journal before it is sent and
 * after it is answered, with a token that is the same in every run of the same plan.
 */
export async function runOperations(
  node: ApplyNode,
  type: ResourceType,
  operations: readonly Operation[],
  timeout: number,
  calls: ReadContext,
  context: ApplyContext,
): Promise<OperationsOutcome> {
  const results: { [operation: string]: OperationResult } = {};
  for (const operation of operations) {
    const entry = entryOf(node, operation, context);
    const before = context.journal.find(entry);
    const attachTo = before?.status === "accepted" ? before.result.updateId : undefined;
    let accepted: OperationResult = before?.status === "accepted" ? before.result : {};
    try {
      if (attachTo === undefined) await context.journal.begin(entry);
      else sent(node, operation, context, true, attachTo);
      const result = await type.execute(operation, {
        ...calls,
        clock: context.clock,
        startedAt: context.startedAt,
        earlier: results,
        clientToken: entry.token,
        timeoutSeconds: timeout,
        signal: context.signal,
        ...(attachTo === undefined ? {} : { attachTo }),
        onProgress: ({ elapsedSeconds, message, phase }) =>
          context.emit({
            type: "operation-progress",
            address: node.address,
            operation: operation.name,
            message,
            phase: phase ?? null,
            elapsedSeconds,
          }),
        onAccepted: async (answer) => {
          accepted = answer;
          results[operation.name] = answer;
          await context.journal.accepted(entry, answer);
          sent(node, operation, context, false, answer.updateId ?? null);
        },
      });
      results[operation.name] = { ...accepted, ...result };
      await context.journal.done(entry, { ...accepted, ...result });
      context.emit({ type: "operation-complete", address: node.address, operation: operation.name });
    } catch (failure) {
      await context.journal.failed(entry, failure instanceof Error ? failure.message : String(failure));
      return { results, failure };
    }
  }
  return { results, failure: undefined };
}

function entryOf(node: ApplyNode, operation: Operation, context: ApplyContext): JournalEntry {
  const object = node.deposed === null ? node.address : `${node.address} ${node.deposed}`;
  return {
    address: node.address,
    deposed: node.deposed,
    action: node.action,
    operation: operation.name,
    call: operation.call,
    token: operationToken(context.planDigest, object, operation.name, 1),
  };
}

function sent(
  node: ApplyNode,
  operation: Operation,
  context: ApplyContext,
  attached: boolean,
  updateId: string | null,
): void {
  const { call, name } = operation;
  context.emit({ type: "operation-sent", address: node.address, operation: name, call, attached, updateId });
}
