import { isObjectValue, type ObjectValue, type Path, type Value } from "../../values/index.js";
import type { ResourceOperationsRequest } from "../provider-definition.js";
import { getOk, isUnknown, listOf, onlyBlock, textMap } from "../state-shape/object-fields.js";
import { hasChanges, sameToSdk } from "../state-shape/sdk-change.js";
import { repairParameters } from "./node-repair-config.js";

/** What UpdateNodegroupConfig gets: label and taint deltas, and each of the three blocks that changed. */
export function configUpdateParameters(request: ResourceOperationsRequest): ObjectValue {
  const { prior, planned } = request;
  return {
    ...present("labels", labelDelta(prior, planned)),
    ...present("taints", taintDelta(prior, planned)),
    ...present("nodeRepairConfig", changedBlock(request, "node_repair_config", repairParameters)),
    ...present(
      "scalingConfig",
      changedBlock(request, "scaling_config", (block) => clamped(block, request)),
    ),
    ...present("updateConfig", changedBlock(request, "update_config", updateConfigParameters)),
  };
}

/** All three sizes; `maxSize` only when it is not zero, as the provider does. */
export function scalingParameters(block: ObjectValue | undefined): ObjectValue | undefined {
  return (
    block && {
      desiredSize: block.desired_size ?? 0,
      minSize: block.min_size ?? 0,
      ...present("maxSize", getOk(block, "max_size")),
    }
  );
}

/** Taints as EKS takes them: a taint without a value is sent with an empty one. */
export function taintParameters(object: ObjectValue | null, name: string): Value {
  if (isUnknown(object?.[name])) return object?.[name] ?? null;
  return taintsOf(object, name);
}

function taintsOf(object: ObjectValue | null, name: string): readonly ObjectValue[] {
  return listOf(object, name).flatMap((taint) =>
    isObjectValue(taint)
      ? [{ effect: taint.effect ?? null, key: taint.key ?? null, value: taint.value ?? "" }]
      : [],
  );
}

/**
 * When `desired_size` is ignored, the planned value is the live one; if the new bounds leave it outside, EKS
 * would refuse the call, so the nearest bound is sent. A desired size that the configuration itself sets is
 * never touched.
 */
export function clampedDesiredSize(
  block: ObjectValue,
  ignoredPaths: readonly Path[] | undefined,
): number | undefined {
  const { desired_size: desired, min_size: min, max_size: max } = block;
  if (typeof desired !== "number" || typeof min !== "number" || typeof max !== "number") return undefined;
  const ignored = ignoredPaths?.some(
    ([first, , last]) => first === "scaling_config" && last !== "min_size" && last !== "max_size",
  );
  if (ignored !== true) return undefined;
  const allowed = Math.max(min, Math.min(max, desired));
  return allowed === desired ? undefined : allowed;
}

function clamped(block: ObjectValue, request: ResourceOperationsRequest): ObjectValue | undefined {
  const desired = clampedDesiredSize(block, request.ignoredPaths);
  return scalingParameters(desired === undefined ? block : { ...block, desired_size: desired });
}

function changedBlock(
  request: ResourceOperationsRequest,
  name: string,
  parametersOf: (block: ObjectValue) => ObjectValue | undefined,
): Value | undefined {
  const value = request.planned?.[name];
  if (!hasChanges(request.prior, request.planned, name)) return undefined;
  if (isUnknown(value)) return value;
  const block = onlyBlock(request.planned, name);
  return block && parametersOf(block);
}

/** What is not set is not sent. */
export function updateConfigParameters(block: ObjectValue): ObjectValue {
  return {
    ...present("maxUnavailable", getOk(block, "max_unavailable")),
    ...present("maxUnavailablePercentage", getOk(block, "max_unavailable_percentage")),
    ...present("updateStrategy", getOk(block, "update_strategy")),
  };
}

function labelDelta(prior: ObjectValue | null, planned: ObjectValue | null): Value | undefined {
  const next = planned?.labels;
  if (isUnknown(next)) return next;
  const before = textMap(prior?.labels);
  const after = textMap(next);
  const removeLabels = Object.keys(before).filter((key) => !(key in after));
  const addOrUpdateLabels = Object.fromEntries(
    Object.entries(after).filter(([key, value]) => before[key] !== value),
  );
  return payload({ addOrUpdateLabels, removeLabels });
}

function taintDelta(prior: ObjectValue | null, planned: ObjectValue | null): Value | undefined {
  const next = planned?.taint;
  if (isUnknown(next)) return next;
  const before = taintsOf(prior, "taint");
  const after = taintsOf(planned, "taint");
  return payload({
    addOrUpdateTaints: after.filter((taint) => !before.some((other) => sameToSdk(taint, other))),
    removeTaints: before.filter((taint) => !after.some((other) => sameKey(taint, other))),
  });
}

/** EKS keys taints by key and effect: a changed value is an update, not a removal. */
function sameKey(left: ObjectValue, right: ObjectValue): boolean {
  return left.key === right.key && left.effect === right.effect;
}

function payload(parts: ObjectValue): ObjectValue | undefined {
  const filled = Object.entries(parts).filter(([, part]) => !sameToSdk(part, null));
  return filled.length === 0 ? undefined : Object.fromEntries(filled);
}

function present(name: string, value: Value | undefined): ObjectValue {
  return value === undefined ? {} : { [name]: value };
}
