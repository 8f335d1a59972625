import type { ObjectValue } from "../../values/index.js";
import type { ProviderConfiguration } from "../provider-definition.js";
import { diffField } from "./diff-field.js";
import type { ObjectFields } from "./field.js";
import type { InstanceDiff } from "./instance-diff.js";
import { readField } from "./read-field.js";
import type { ReadField } from "./read-value.js";

/** What a resource type adds to the generic comparison: SDKv2's CustomizeDiff. */
export type CustomizeDiff = (diff: ResourceDiff) => void;

/** Several functions one after the other, as if they were one. */
export const customizeInTurn =
  (...functions: readonly CustomizeDiff[]): CustomizeDiff =>
  (diff) => {
    for (const customize of functions) customize(diff);
  };

/** A diff in the making (`schema.ResourceDiff`). */
export interface ResourceDiff {
  readonly prior: ObjectValue | null;
  readonly proposed: ObjectValue;
  readonly provider: ProviderConfiguration;
  /** The flattened keys that differ so far, without those that were customized. */
  changedKeys(): Iterable<string>;
  /** Gives a computed map a new value. */
  setNewMap(name: string, elements: ReadonlyMap<string, string>): void;
  /** Gives a computed text attribute a new value. */
  setNewText(name: string, text: string): void;
  /** Makes a computed attribute unknown. */
  setNewComputed(name: string): void;
  /** Lets the change of an attribute replace the resource. */
  forceNew(name: string): void;
}

/** Lets `customize` change `diff`, then compares anew what it has touched. */
export function customizeDiff(
  customize: CustomizeDiff,
  fields: ObjectFields,
  diff: InstanceDiff,
  request: { prior: ObjectValue | null; proposed: ObjectValue; provider: ProviderConfiguration },
): void {
  const updated = new Map<string, ReadField>();
  const forced = new Set<string>();
  const put = (name: string, read: ReadField): void => {
    for (const key of [...diff.keys()]) if (key.startsWith(name)) diff.delete(key);
    updated.set(name, read);
  };
  customize({
    ...request,
    changedKeys: () => diff.keys(),
    setNewMap: (name, elements) =>
      put(name, { exists: true, computed: false, value: { kind: "map", elements } }),
    setNewText: (name, text) => put(name, { exists: true, computed: false, value: text }),
    setNewComputed: (name) => put(name, { exists: false, computed: true, value: null }),
    forceNew: (name) => forced.add(name),
  });
  const context = { diff, exists: request.prior !== null, customized: true };
  for (const [name, next] of updated) {
    const field = fields.fields.get(name);
    if (field === undefined) continue;
    diffField(name, field, readField(field, request.prior?.[name], "state"), next, false, context);
  }
  for (const name of forced) {
    const found = diff.get(name);
    if (found !== undefined) diff.set(name, { ...found, requiresNew: true });
  }
}
