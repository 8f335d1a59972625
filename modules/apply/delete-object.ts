import { removeInstance } from "../state/index.js";
import { type ApplyContext, readContextOf, resourceTypeOf } from "./apply-context.js";
import type { PriorObject } from "./apply-evaluation.js";
import type { ApplyNode } from "./apply-node.js";
import { instanceKeyOf } from "./put-object.js";
import { runOperations } from "./run-operations.js";
import { timeoutSeconds } from "./timeouts.js";

/** Destroys one object, current or deposed, and takes it out of the state. */
export async function deleteObject(node: ApplyNode, context: ApplyContext): Promise<void> {
  const prior = priorOf(node, context);
  if (prior === undefined) return;
  const type = resourceTypeOf(context, node.type, node.address);
  const calls = readContextOf(context, node.resourceAddress);
  const operations = type.operations({
    action: "delete",
    prior: prior.object,
    planned: null,
    config: null,
    provider: calls.provider,
  });
  const timeout = timeoutSeconds(type, prior.object, "delete");
  const { failure } = await runOperations(node, type, operations, timeout, calls, context);
  if (failure !== undefined) throw failure;
  await forget(node, prior, context);
}

/** Takes an object out of the state and leaves it alone otherwise. */
export async function forgetObject(node: ApplyNode, context: ApplyContext): Promise<void> {
  const prior = priorOf(node, context);
  if (prior !== undefined) await forget(node, prior, context);
}

async function forget(node: ApplyNode, prior: PriorObject, context: ApplyContext): Promise<void> {
  const { key, mode, name, type } = prior;
  const deposed = node.deposed === null ? {} : { deposed: node.deposed };
  await context.state.update((state) =>
    removeInstance(state, instanceKeyOf({ key, mode, name, type, ...deposed })),
  );
  if (node.deposed === null) context.objects.delete(node.address);
}

/** The object to go: one that was deposed before, or the current one that this apply set aside. */
function priorOf(node: ApplyNode, context: ApplyContext): PriorObject | undefined {
  const ofAddress = context.priors.filter(({ address }) => address === node.address);
  const deposedBefore = ofAddress.find(({ deposed }) => deposed !== undefined && deposed === node.deposed);
  return deposedBefore ?? ofAddress.find(({ deposed }) => deposed === undefined);
}
