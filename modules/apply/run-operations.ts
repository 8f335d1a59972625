import type { AwsClients, Clock } from "../aws/index.js";
import type { Operation, OperationResult, ReadContext, ResourceType } from "../provider/index.js";
import type { ApplyContext } from "./apply-context.js";
import type { ApplyNode } from "./apply-node.js";
import type { JournalEntry, JournalRecord } from "./journal.js";
import { type LeftOpen, leftOpen } from "./left-open.js";
import { operationToken, parametersDigest } from "./operation-token.js";

/** What a change's operations came to; `failure` is set when one failed, and later ones were not sent. */
export interface OperationsOutcome {
  readonly results: { readonly [operation: string]: OperationResult };
  readonly failure: unknown;
  /** Set where nobody knows yet what will become of the operation that failed. */
  readonly leftOpen: LeftOpen | undefined;
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
  const clock = withoutHeldTime(context.clock, calls.clients);
  const start = clock.now();
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
    let isAccepted = answered !== undefined;
    try {
      if (answered === undefined) await context.journal.begin(entry);
      else sent(node, operation, context, true, answered.updateId ?? null);
      const unended = before === undefined ? context.journal.findUnended(entry) : undefined;
      const result = await type.execute(operation, {
        ...calls,
        clock,
        startedAt: context.startedAt,
        earlier: results,
        clientToken: entry.token,
        timeoutSeconds: timeout,
        signal: context.signal,
        ...(answered === undefined ? {} : { answered }),
        ...(before?.status === "begun" ? { maybeSentSince: context.startedAt } : {}),
        ...(unended?.result.updateId === undefined ? {} : { mayStillRun: unended.result.updateId }),
        onProgress: ({ message, nodes, phase }) =>
          context.emit({
            type: "operation-progress",
            address: node.address,
            action: node.action,
            operation: operation.name,
            message,
            phase: phase ?? null,
            nodes: nodes ?? null,
            elapsedSeconds: Math.round((clock.now() - start) / 1000),
            expectedSeconds: expectedSeconds(node, operation, context),
          }),
        onAccepted: async (answer, attached = false) => {
          accepted = answer;
          isAccepted = true;
          results[operation.name] = answer;
          await context.journal.accepted(entry, answer);
          sent(node, operation, context, attached, answer.updateId ?? null);
        },
      });
      results[operation.name] = { ...accepted, ...result };
      await context.journal.done(entry, { ...accepted, ...result });
      context.emit({ type: "operation-complete", address: node.address, operation: operation.name });
    } catch (failure) {
      // What may go on in AWS stays open in the journal, and a later run finds out or waits for it.
      const reason = leftOpen(failure, isAccepted);
      if (reason === undefined) await context.journal.failed(entry, messageOf(failure));
      else context.leaveOpen({ address: node.address, call: operation.call, reason, ...accepted });
      return { results, failure, leftOpen: reason };
    }
  }
  return { results, failure: undefined, leftOpen: undefined };
}

/** What the plan expects a rolling update or a removal to take; null where it has no say. */
function expectedSeconds(
  { action, address, deposed }: ApplyNode,
  operation: Operation,
  context: ApplyContext,
): { readonly low: number; readonly high: number } | null {
  const rolling = action === "update" && operation.call === "eks:UpdateNodegroupVersion";
  if (!rolling && action !== "delete") return null;
  const kinds = rolling
    ? ["rolling-update"]
    : deposed === null
      ? ["removal", "replacement"]
      : ["replacement"];
  const effect = context.evaluation.plan.fleetwright.node_effects.find(
    (candidate) => candidate.address === address && kinds.includes(candidate.kind),
  );
  const expected = effect?.expected_duration_seconds ?? null;
  return expected === null ? null : { low: expected.low, high: expected.high };
}

/** Time in which calls were held back for expired credentials counts for no wait. */
function withoutHeldTime(clock: Clock, clients: AwsClients): Clock {
  const before = clients.heldMilliseconds();
  return {
    now: () => clock.now() - (clients.heldMilliseconds() - before),
    sleep: (milliseconds, signal) => clock.sleep(milliseconds, signal),
  };
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
    wait: operation.wait,
    attempt,
    parameters: parametersDigest(operation.parameters),
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
