/**
 * The legacy SDK's diff: what changes, by flattened key (`tags.Name`, `taint.#`,
 * `block_device_mappings.0.ebs.0.volume_size`). Texts are as in its flat maps, `""` for nothing.
 */
export type InstanceDiff = Map<string, AttributeDiff>;

export interface AttributeDiff {
  readonly old: string;
  readonly new: string;
  readonly newComputed: boolean;
  readonly newRemoved: boolean;
  readonly requiresNew: boolean;
}

interface Finalizing {
  readonly computed: boolean;
  readonly forceNew: boolean;
}

/**
 * Settles one attribute's difference (`Schema.finalizeDiff`): an empty new value of a computed attribute
 * means "to be computed" on create and "as it is" afterwards (then null is returned). `customized` is set
 * for what a CustomizeDiff function put there, where empty always means "to be computed".
 */
export function finalizeDiff(
  field: Finalizing,
  diff: Omit<AttributeDiff, "requiresNew">,
  customized: boolean,
): AttributeDiff | null {
  const computedAnew = field.computed && !diff.newRemoved && diff.new === "";
  const newComputed = diff.newComputed || computedAnew;
  const requiresNew = field.forceNew && (diff.old !== diff.new || newComputed);
  if (!diff.newRemoved && field.computed && !customized && diff.old !== "" && diff.new === "") return null;
  return { ...diff, newComputed, requiresNew };
}
