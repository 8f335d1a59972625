import type { Json, JsonObject } from "../world/records.js";
import { isList, isObject, objectAt } from "./json-value.js";
import { KubernetesError } from "./status-reply.js";

const APPLIED = "sandbox.fleetwright/server-side-applied";

/**
 * Server-side apply: what this manager applied before and does not any more goes, what it applies now is
 * merged in by `merge`. What every manager has applied is kept in an annotation.
 * @throws KubernetesError 409 when another manager has set one of the fields otherwise and `force` is not set
 */
export function serverSideApply(
  target: JsonObject,
  patch: JsonObject,
  manager: string,
  force: boolean,
  merge: (target: Json, patch: Json) => Json,
): JsonObject {
  const applied = readApplied(target);
  const others = Object.entries(applied).filter(([name]) => name !== manager);
  const conflicts = others.flatMap(([name, fields]) =>
    differences(fields, patch, "").map((path) => ({ name, path })),
  );
  if (conflicts.length > 0 && !force) {
    const named = conflicts.map(({ name, path }) => `conflict with "${name}": ${path}`).join(", ");
    throw new KubernetesError(
      409,
      "Conflict",
      `Apply failed with ${conflicts.length} conflict${conflicts.length === 1 ? "" : "s"}: ${named}`,
    );
  }
  const merged = merge(without(target, applied[manager] ?? {}, patch), patch);
  if (!isObject(merged)) return target;
  const kept = {
    // A field that was taken by force is no longer the other manager's.
    ...Object.fromEntries(others.map(([name, fields]) => [name, agreeing(fields, patch)])),
    [manager]: patch,
  };
  return {
    ...merged,
    metadata: {
      ...objectAt(merged, "metadata"),
      annotations: { ...objectAt(merged, "metadata", "annotations"), [APPLIED]: JSON.stringify(kept) },
    },
  };
}

function readApplied(target: JsonObject): JsonObject {
  const text = objectAt(target, "metadata", "annotations")[APPLIED];
  const parsed: Json = typeof text === "string" ? JSON.parse(text) : {};
  return isObject(parsed) ? parsed : {};
}

/** `target` without those members that `earlier` had and `now` has no more. */
function without(target: Json, earlier: Json, now: Json): Json {
  if (!isObject(target) || !isObject(earlier) || !isObject(now)) return target;
  const kept: Record<string, Json> = { ...target };
  for (const [name, value] of Object.entries(earlier)) {
    const wanted = now[name];
    const present = kept[name];
    if (wanted === undefined) delete kept[name];
    else if (present !== undefined) kept[name] = without(present, value, wanted);
  }
  return kept;
}

/** The paths at which both say something, and not the same. */
function differences(left: Json, right: Json, path: string): string[] {
  if (isObject(left) && isObject(right)) {
    return Object.keys(left).flatMap((name) => {
      const [mine, theirs] = [left[name], right[name]];
      return mine === undefined || theirs === undefined ? [] : differences(mine, theirs, `${path}.${name}`);
    });
  }
  const same = JSON.stringify(left) === JSON.stringify(right);
  return same || (isList(left) && isList(right) && path.endsWith("finalizers")) ? [] : [path];
}

function agreeing(left: Json, right: Json): Json {
  if (!isObject(left) || !isObject(right)) return left;
  return Object.fromEntries(
    Object.entries(left).flatMap(([name, mine]): [string, Json][] => {
      const theirs = right[name];
      if (theirs === undefined) return [[name, mine]];
      if (isObject(mine) && isObject(theirs)) return [[name, agreeing(mine, theirs)]];
      return JSON.stringify(mine) === JSON.stringify(theirs) ? [[name, mine]] : [];
    }),
  );
}
