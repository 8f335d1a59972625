import { FleetwrightError } from "../diagnostics/index.js";
import {
  type ReadContext,
  type ResourceOperationsRequest,
  type ResourceType,
  stateAfterApply,
} from "../provider/index.js";
import { isObjectValue, type ObjectValue, Unknown, type Value } from "../values/index.js";
import { type ApplyContext, readContextOf, resourceTypeOf } from "./apply-context.js";
import type { EvaluatedInstance, PriorObject } from "./apply-evaluation.js";
import type { ApplyNode } from "./apply-node.js";
import type { LeftOpen } from "./left-open.js";
import { deposeObject, putObject, type StoredObject } from "./put-object.js";
import { reportAdjustments } from "./report-adjustments.js";
import { runOperations } from "./run-operations.js";
import { timeoutSeconds } from "./timeouts.js";

/**
 * Creates or updates one object. It is evaluated once more with what is known by now; what is stored is what
 * AWS says afterwards, in the planned form. A created object whose wait fails is stored as tainted, so that
 * nothing is lost; a failed update stores what is live, not what was planned.
 */
export async function changeObject(node: ApplyNode, context: ApplyContext): Promise<ObjectValue> {
  const type = resourceTypeOf(context, node.type, node.address);
  const calls = readContextOf(context, node.resourceAddress);
  const prior = node.action === "update" ? priorOf(node, context) : null;
  const evaluated = context.evaluation.evaluate(node.address, context.objects);
  refuseReplacement(node, evaluated);
  const stored = storedFrom(node, evaluated, context);
  if (node.deposes !== null) {
    const key = node.deposes;
    await context.state.update((state) => deposeObject(state, stored, key));
  }
  const action = node.action === "update" ? "update" : "create";
  const request: ResourceOperationsRequest = {
    action,
    prior: prior?.object ?? null,
    planned: evaluated.planned,
    config: evaluated.config,
    provider: calls.provider,
    ignoredPaths: evaluated.ignoredPaths,
  };
  const operations = type.operations(request);
  reportAdjustments(node, evaluated.planned, operations, context);
  const timeout = timeoutSeconds(type, evaluated.planned, action);
  const { failure, leftOpen, results } = await runOperations(node, type, operations, timeout, calls, context);
  const id =
    prior === null ? Object.values(results).find((result) => result.id !== undefined)?.id : undefined;
  const known = withId(evaluated.planned, prior?.object ?? null, id);
  if (failure !== undefined) {
    await keepWhatIsLive(
      node,
      type,
      { ...stored, object: known },
      calls,
      id !== undefined || prior !== null,
      leftOpen,
      context,
    );
    throw failure;
  }
  const live = await type.read(known, calls);
  if (live === null) throw vanished(node);
  const object = stateAfterApply(type.schema, live, evaluated.planned);
  await put({ ...stored, object, tainted: false }, type, context);
  return object;
}

function priorOf(node: ApplyNode, context: ApplyContext): PriorObject {
  const prior = context.priors.find(
    ({ address, deposed }) => address === node.address && deposed === undefined,
  );
  if (prior !== undefined) return prior;
  throw new FleetwrightError("tool", [
    {
      severity: "error",
      code: "APPLY_NO_PRIOR",
      summary: `${node.address} is to be updated, yet nothing is known of it`,
      detail: "This is a defect of Fleetwright: please report it. Nothing was sent.",
      address: node.address,
    },
  ]);
}

/** What became known may ask for more than was allowed; that is never done on the sly. */
function refuseReplacement(node: ApplyNode, evaluated: EvaluatedInstance): void {
  if (node.action !== "update" || evaluated.actions.length === 1) return;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "PLAN_STALE_REPLACEMENT",
      summary: `${node.address} would now have to be replaced, but the plan only updates it`,
      detail:
        "A value that became known during the apply forces a replacement. Plan again, so that it can be judged.",
      address: node.address,
    },
  ]);
}

function storedFrom(node: ApplyNode, evaluated: EvaluatedInstance, context: ApplyContext): StoredObject {
  const change = (context.evaluation.plan.resource_changes ?? []).find(
    (candidate) => candidate.address === node.address && candidate.deposed === undefined,
  );
  return {
    mode: "managed",
    type: node.type,
    name: change?.name ?? "",
    key: change?.index ?? null,
    providerName: evaluated.providerName,
    object: evaluated.planned,
    sensitivePaths: evaluated.sensitivePaths,
    tainted: false,
    createBeforeDestroy: evaluated.createBeforeDestroy,
    dependencies: context.evaluation.dependencies(node.resourceAddress),
  };
}

/** After a failure: a new object is tainted, an old one is stored as it is now. */
async function keepWhatIsLive(
  node: ApplyNode,
  type: ResourceType,
  stored: StoredObject,
  calls: ReadContext,
  exists: boolean,
  reason: LeftOpen | undefined,
  context: ApplyContext,
): Promise<void> {
  // What was interrupted is still as the journal has it; a later run finishes and stores it.
  const resumed = reason !== undefined && reason !== "timed-out" && context.journal.durable;
  if (!exists || resumed) return;
  const live = await type.read(stored.object, calls).catch(() => null);
  const isNew = node.action === "create";
  // Without an answer an old object stays as the state has it; a new one is kept with what was asked for.
  if (live === null && !isNew) return;
  const object = live === null ? stored.object : stateAfterApply(type.schema, live, stored.object);
  await put({ ...stored, object, tainted: isNew && reason === undefined }, type, context);
}

async function put(stored: StoredObject, type: ResourceType, context: ApplyContext): Promise<void> {
  await context.state.update((state) => putObject(state, stored, type.schema, type));
}

/** The planned object with the id that identifies it and nothing unknown, to read it by. */
function withId(planned: ObjectValue, prior: ObjectValue | null, id: string | undefined): ObjectValue {
  const known = Object.fromEntries(
    Object.entries(planned).map(([name, value]): [string, Value] => [name, knownPart(value)]),
  );
  return { ...known, id: id ?? prior?.id ?? null };
}

function knownPart(value: Value): Value {
  if (value instanceof Unknown) return null;
  if (Array.isArray(value)) return value.map((element: Value) => knownPart(element));
  if (!isObjectValue(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, element]): [string, Value] => [name, knownPart(element)]),
  );
}

function vanished(node: ApplyNode): FleetwrightError {
  return new FleetwrightError("aws", [
    {
      severity: "error",
      code: "APPLY_VANISHED",
      summary: `${node.address} is not there any more right after it was changed`,
      detail: "Somebody else deleted it meanwhile. Plan again.",
      address: node.address,
    },
  ]);
}
