import {
  isObjectValue,
  isWhollyKnown,
  type ObjectValue,
  type Value,
  valuesEqual,
} from "../../values/index.js";
import type { PlanResourceChangeRequest, PlanResourceChangeResponse } from "../provider-definition.js";
import type { Schema } from "../schema.js";
import { blockType } from "../state-shape/block-type.js";
import { normalizeNullValues } from "../state-shape/normalize-null-values.js";
import { applyDiff } from "./apply-diff.js";
import { diffField } from "./diff-field.js";
import { objectsEquivalent } from "./equivalent.js";
import { type Field, fieldsOf, type ObjectFields } from "./field.js";
import { type FlatMap, flatten, unflatten } from "./flat-map.js";
import type { InstanceDiff } from "./instance-diff.js";
import { readField } from "./read-field.js";
import { requiresReplace } from "./requires-replace.js";
import { type CustomizeDiff, customizeDiff } from "./resource-diff.js";
import { setUnknowns } from "./set-unknowns.js";
import { requireDurations } from "./timeout-durations.js";

/** A resource type written with Terraform's legacy SDK. */
export interface LegacyResource {
  readonly schema: Schema;
  readonly customizeDiff: CustomizeDiff;
}

/**
 * Plans a change as the provider does: `PlanResourceChange` of terraform-plugin-sdk v2, whose flattening of
 * values leaves its traces in every plan. The prior object and the proposed value are compared field by field,
 * the differences applied to the prior object, and the result brought back to where nothing really changes.
 */
export function planResourceChange(
  resource: LegacyResource,
  request: PlanResourceChangeRequest,
): PlanResourceChangeResponse {
  const { prior, proposed } = request;
  requireDurations(proposed.timeouts ?? null);
  const { block } = resource.schema;
  const fields = fieldsOf(block);
  const diff = computeDiff(resource, fields, request);
  if (prior === null)
    diff.set("id", { old: "", new: "", newComputed: true, newRemoved: false, requiresNew: false });
  else if (diff.size === 0) return { planned: prior, requiresReplace: [] };

  const applied = applyToPrior(fields, prior, diff, block.attributes.id !== undefined);
  const normalized = normalizeNullValues(applied, proposed, typeOfBlock(resource.schema), false);
  const planned = withTimeouts(isObjectValue(normalized) ? normalized : applied, proposed, resource.schema);
  if (prior === null) return { planned: setUnknowns(planned, block), requiresReplace: [] };
  if (objectsEquivalent(prior, planned, fields) && sameTimeouts(prior, planned))
    return { planned: prior, requiresReplace: [] };
  return { planned, requiresReplace: requiresReplace(diff, fields) };
}

function computeDiff(
  resource: LegacyResource,
  fields: ObjectFields,
  { prior, proposed, provider }: PlanResourceChangeRequest,
): InstanceDiff {
  const diff: InstanceDiff = new Map();
  const context = { diff, exists: prior !== null, customized: false };
  for (const [name, field] of fields.fields) {
    if (name === "id") continue;
    const before = prior?.[name];
    const after = proposed[name];
    if (prior !== null && sameWithoutComputing(field, before, after)) continue;
    diffField(
      name,
      field,
      readField(field, before, "state"),
      readField(field, after, "config"),
      false,
      context,
    );
  }
  customizeDiff(resource.customizeDiff, fields, diff, { prior, proposed, provider });
  return diff;
}

/** Equal values never differ, but for computed collections that the state does not have at all. */
function sameWithoutComputing(field: Field, before: Value | undefined, after: Value | undefined): boolean {
  if (before === null || before === undefined)
    return (
      (after === null || after === undefined) &&
      (field.kind === "primitive" ? field.defaultText === undefined : !field.computed)
    );
  return (field.kind === "list" || field.kind === "set") && field.hasDefaults
    ? false
    : valuesEqual(before, after);
}

function applyToPrior(
  fields: ObjectFields,
  prior: ObjectValue | null,
  diff: InstanceDiff,
  hasId: boolean,
): ObjectValue {
  const changed = new Set<string>();
  for (const key of diff.keys()) {
    const dot = key.indexOf(".");
    changed.add(dot < 0 ? key : key.slice(0, dot));
  }
  const result: { [name: string]: Value } = {};
  if (hasId) result.id = prior?.id ?? null;
  for (const [name, field] of fields.fields) {
    if (name === "id") continue;
    const before = prior?.[name] ?? null;
    if (!changed.has(name) && field.kind === "primitive") {
      result[name] = before === null && field.required && field.type === "string" ? "" : before;
      continue;
    }
    const flat: FlatMap = new Map();
    flatten(readField(field, before, "state"), name, flat);
    result[name] = unflatten(changed.has(name) ? applyDiff(name, field, flat, diff) : flat, name, field);
  }
  return result;
}

const types = new WeakMap<Schema, ReturnType<typeof blockType>>();

function typeOfBlock(schema: Schema): ReturnType<typeof blockType> {
  const known = types.get(schema) ?? blockType(schema.block);
  types.set(schema, known);
  return known;
}

/** `timeouts` never takes part in the comparison; the planned object has the configured one. */
function withTimeouts(planned: ObjectValue, proposed: ObjectValue, schema: Schema): ObjectValue {
  if (schema.block.blocks.timeouts === undefined) return planned;
  const timeouts = proposed.timeouts ?? null;
  return { ...planned, timeouts: isWhollyKnown(timeouts) ? timeouts : null };
}

function sameTimeouts(prior: ObjectValue, planned: ObjectValue): boolean {
  const left = prior.timeouts ?? null;
  const right = planned.timeouts ?? null;
  if (left === null || right === null) return left === right;
  if (!isObjectValue(left) || !isObjectValue(right)) return false;
  return Object.keys({ ...left, ...right }).every(
    (key) =>
      (left[key] ?? null) === (right[key] ?? null) || ((left[key] ?? "") === "" && (right[key] ?? "") === ""),
  );
}
