import { type Operation, type OperationWait, stateAfterApply } from "../provider/index.js";
import type { ObjectValue } from "../values/index.js";
import { type ApplyContext, readContextOf, resourceTypeOf } from "./apply-context.js";
import type { PriorObject } from "./apply-evaluation.js";
import type { ApplyAction, ApplyNode } from "./apply-node.js";
import type { JournalRecord } from "./journal.js";
import { putObject } from "./put-object.js";
import { runOperations } from "./run-operations.js";
import { timeoutSeconds } from "./timeouts.js";

/**
 * Steps for what AWS had accepted when an earlier run's wait ended, and of which the state has the outcome
 * already: nothing is left to be changed, so the plan has no step for it, but its end is still to be seen.
 */
export function openNodes(context: ApplyContext, planned: readonly ApplyNode[]): readonly ApplyNode[] {
  const busy = new Set(planned.filter(({ action }) => action !== "none").map(({ address }) => address));
  const byAddress = new Map<string, JournalRecord[]>();
  for (const record of context.journal.open()) {
    const prior = priorOf(record.address, context);
    const waits = record.status === "accepted" && record.wait !== null && record.deposed === null;
    if (busy.has(record.address) || prior === undefined || !waits) continue;
    byAddress.set(record.address, [...(byAddress.get(record.address) ?? []), record]);
  }
  return [...byAddress].flatMap(([address, records]) => {
    const [prior, first] = [priorOf(address, context), records[0]];
    if (prior === undefined || first === undefined) return [];
    const action: ApplyAction = first.action === "create" ? "create" : "update";
    return [
      {
        id: `${address} (wait for its ${action})`,
        address,
        resourceAddress: resourceAddressOf(prior),
        mode: "managed" as const,
        type: prior.type,
        action,
        deposed: null,
        deposes: null,
        follows: records,
        after: [],
      },
    ];
  });
}

/** Waits for operations that an earlier run sent, and stores the object as it is then. */
export async function followOperations(node: ApplyNode, context: ApplyContext): Promise<ObjectValue> {
  const prior = priorOf(node.address, context);
  if (prior === undefined) throw new Error(`${node.address} is followed, yet nothing is known of it`);
  const type = resourceTypeOf(context, node.type, node.address);
  const calls = readContextOf(context, node.resourceAddress);
  const operations = node.follows.map(({ call, operation, wait }): Operation => {
    return { name: operation, call, parameters: namesIn(wait), wait };
  });
  const timeout = timeoutSeconds(type, prior.object, node.action === "create" ? "create" : "update");
  const { failure } = await runOperations(node, type, operations, timeout, calls, context);
  if (failure !== undefined) throw failure;
  const live = await type.read(prior.object, calls);
  if (live === null) return prior.object;
  const object = stateAfterApply(type.schema, live, prior.object);
  await context.state.update((state) => putObject(state, { ...prior, object }, type.schema, type));
  return object;
}

function priorOf(address: string, { priors }: ApplyContext): PriorObject | undefined {
  return priors.find((prior) => prior.address === address && prior.deposed === undefined);
}

function resourceAddressOf({ address, key }: PriorObject): string {
  return key === null ? address : address.replace(/\[[^[\]]*\]$/, "");
}

function namesIn(wait: OperationWait | null): ObjectValue {
  if (wait === null || wait.kind === "launch-template-visible") return {};
  const { clusterName, nodegroupName } = wait;
  return { clusterName, ...(nodegroupName === undefined ? {} : { nodegroupName }) };
}
