import type { Change, JsonObject, JsonValue, ResourceChange } from "../plan/index.js";
import type { JudgedPlans } from "../policy/index.js";
import { jsonEqual } from "./json-equal.js";

/** Changes that do the same to the same kind of resource. */
export interface AlikeChanges {
  readonly actions: readonly string[];
  readonly type: string;
  /** What becomes of single values, of an update, and of a replacement as far as it is known. */
  readonly values: readonly ChangedValue[];
  /** `stack: address` of each. */
  readonly subjects: readonly string[];
}

export interface ChangedValue {
  /** e.g. `scaling_config[0].max_size` */
  readonly path: string;
  /** JSON; what is sensitive or not known yet is said in parentheses. */
  readonly before: string;
  readonly after: string;
  readonly forcesReplacement: boolean;
}

/** Groups what plans change by what is done, the largest groups first. What a plan leaves alone is left out. */
export function alikeChanges(plans: JudgedPlans): readonly AlikeChanges[] {
  const groups = new Map<string, AlikeChanges & { readonly subjects: string[] }>();
  for (const [stack, plan] of Object.entries(plans.stacks)) {
    for (const resource of plan.resource_changes ?? []) {
      const { address, type, change, mode } = resource;
      if (mode !== "managed" || change.actions[0] === "no-op") continue;
      const values = isChange(resource) ? changedValues(change) : [];
      const key = JSON.stringify([change.actions, type, values]);
      const group = groups.get(key) ?? { actions: change.actions, type, values, subjects: [] };
      group.subjects.push(`${stack}: ${address}`);
      groups.set(key, group);
    }
  }
  return [...groups.values()].sort((left, right) => right.subjects.length - left.subjects.length);
}

function isChange({ change }: ResourceChange): boolean {
  return change.before !== null && change.after !== null && change.after !== undefined;
}

function changedValues(change: Change): readonly ChangedValue[] {
  const forcing = (change.replace_paths ?? []).map(pathText);
  const replaces = change.actions.length > 1;
  const found: ChangedValue[] = [];
  const add = (path: string, before: string, after: string): void => {
    const forcesReplacement = forcing.some(
      (each) => path === each || path.startsWith(`${each}[`) || path.startsWith(`${each}.`),
    );
    found.push({ path, before, after, forcesReplacement });
  };
  const walk = (
    path: readonly (string | number)[],
    [before, after, unknown, beforeHidden, afterHidden]: readonly [
      JsonValue,
      JsonValue,
      JsonValue,
      JsonValue,
      JsonValue,
    ],
  ): void => {
    if (unknown !== true && jsonEqual(before, after) && !hasTrue(unknown)) return;
    const hidden = beforeHidden === true || afterHidden === true;
    if (unknown === true) {
      // What AWS gives anew with every change, or with every new resource, tells a reader nothing.
      if (!replaces && (path.length > 1 || !computed.has(String(path[0]))))
        add(pathText(path), hidden ? sensitive : shown(before), "(known after apply)");
      return;
    }
    if (replaces && isEmpty(before) && isEmpty(after)) return;
    const keys = hidden ? [] : keysOf(before, after, unknown);
    if (keys.length === 0) {
      add(pathText(path), hidden ? sensitive : shown(before), hidden ? sensitive : shown(after));
      return;
    }
    for (const key of keys) {
      walk(
        [...path, key],
        [at(before, key), at(after, key), at(unknown, key), at(beforeHidden, key), at(afterHidden, key)],
      );
    }
  };
  const {
    before,
    after = null,
    after_unknown: unknown,
    before_sensitive: was,
    after_sensitive: becomes,
  } = change;
  walk([], [before, after, unknown, was, becomes]);
  return found;
}

const sensitive = "(sensitive value)";
const computed: ReadonlySet<string> = new Set([
  "arn",
  "id",
  "status",
  "resources",
  "latest_version",
  "default_version",
]);

/** Members of objects, and of lists of one length; other values are shown as a whole. */
function keysOf(before: JsonValue, after: JsonValue, unknown: JsonValue): readonly (string | number)[] {
  if (isList(before) && isList(after)) {
    const blocks = before.length === after.length && [...before, ...after].every(isObject);
    return blocks ? before.map((_, index) => index) : [];
  }
  if (!isObject(before) || !isObject(after)) return [];
  const unknownKeys = isObject(unknown) ? Object.keys(unknown) : [];
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...unknownKeys])].sort();
}

function at(value: JsonValue, key: string | number): JsonValue {
  if (typeof key === "number") return isList(value) ? (value[key] ?? null) : null;
  return isObject(value) && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
}

/** The provider reads as 0, "", [] or {} what a new resource is asked for as null. */
function isEmpty(value: JsonValue): boolean {
  if (isList(value)) return value.length === 0;
  return isObject(value) ? Object.keys(value).length === 0 : !value;
}

function hasTrue(value: JsonValue): boolean {
  if (value === true) return true;
  if (isList(value)) return value.some(hasTrue);
  return isObject(value) && Object.values(value).some(hasTrue);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !isList(value);
}

function shown(value: JsonValue): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index === 0 ? "" : "."}${step}`))
    .join("");
}
