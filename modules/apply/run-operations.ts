import { FleetwrightError } from "../diagnostics/index.js";
import type { Operation, OperationResult, ReadContext, ResourceType } from "../provider/index.js";
import type { ApplyContext } from "./apply-context.js";
import type { ApplyNode } from "./apply-node.js";
import type { JournalEntry, JournalRecord } from "./journal.js";
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
    const before = context.journal.find({
      address: node.address,
      deposed: node.deposed,
      operation: operation.name,
    });
    if (before?.status === "done") {
      results[operation.name] = before.result;
      continue;
    }
    const entry = entryOf(node, operation, before, context);
    const answered = before?.status === "accepted" ? before.result : undefined;
    let accepted: OperationResult = answered ?? {};
    try {
      if (answered === undefined) await context.journal.begin(entry);
      else sent(node, operation, context, true, answered.updateId ?? null);
      const result = await type.execute(operation, {
        ...calls,
        clock: context.clock,
        startedAt: context.startedAt,
        earlier: results,
        clientToken: entry.token,
        timeoutSeconds: timeout,
        signal: context.signal,
        ...(answered === undefined ? {} : { answered }),
        ...(before?.status === "begun" ? { maybeSentSince: context.startedAt } : {}),
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
      // What was only interrupted goes on in AWS, and a later run waits for it.
      if (!isInterrupted(failure)) await context.journal.failed(entry, messageOf(failure));
      return { results, failure };
    }
  }
  return { results, failure: undefined };
}

/** Whether the work stopped because it was told to, not because anything was wrong. */
export function isInterrupted(failure: unknown): boolean {
  return FleetwrightError.is(failure) && failure.diagnostics.some(({ code }) => code === "INTERRUPTED");
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

function entryOf(
  node: ApplyNode,
  operation: Operation,
  before: JournalRecord | undefined,
  context: ApplyContext,
): JournalEntry {
  const object = node.deposed === null ? node.address : `${node.address} ${node.deposed}`;
  const attempt = before === undefined ? 1 : before.attempt + (before.status === "failed" ? 1 : 0);
  return {
    address: node.address,
    deposed: node.deposed,
    action: node.action,
    operation: operation.name,
    call: operation.call,
    attempt,
    token: operationToken(context.planDigest, context.stack, object, operation.name, attempt),
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
