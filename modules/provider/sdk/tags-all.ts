import { isObjectValue, isWhollyKnown, Unknown, type Value } from "../../values/index.js";
import type { ProviderConfiguration } from "../provider-definition.js";
import type { CustomizeDiff } from "./resource-diff.js";

/**
 * The provider's own plan of `tags_all`: its default tags with the resource's tags over them, without what
 * `ignore_tags` names. An empty tag value makes the whole unknown, as in the provider.
 */
export const planTagsAll: CustomizeDiff = (diff) => {
  const configured = diff.proposed.tags ?? null;
  if (!isWhollyKnown(configured)) {
    diff.setNewComputed("tags_all");
    return;
  }
  const tags = tagMap(configured);
  const all = mergedTags(tags, diff.provider);
  if (!sameTags(tagMap(diff.prior?.tags ?? null), tags)) {
    if (hasEmptyValue(tags)) diff.setNewComputed("tags_all");
    if (all.size === 0 || !hasEmptyValue(tags) || !hasEmptyValue(all)) diff.setNewMap("tags_all", all);
    return;
  }
  if (all.size === 0) return;
  if (!hasEmptyValue(all)) diff.setNewMap("tags_all", all);
  else if (!sameTags(tagMap(diff.proposed.tags_all ?? null), all)) diff.setNewComputed("tags_all");
};

function mergedTags(
  tags: ReadonlyMap<string, string>,
  provider: ProviderConfiguration,
): ReadonlyMap<string, string> {
  const merged = new Map([...Object.entries(provider.defaultTags), ...tags]);
  for (const key of [...merged.keys()])
    if (
      provider.ignoreTags.keys.includes(key) ||
      provider.ignoreTags.keyPrefixes.some((prefix) => key.startsWith(prefix))
    )
      merged.delete(key);
  return merged;
}

function tagMap(value: Value): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  if (!isObjectValue(value)) return tags;
  for (const [key, text] of Object.entries(value))
    if (text !== null && !(text instanceof Unknown)) tags.set(key, String(text));
  return tags;
}

function hasEmptyValue(tags: ReadonlyMap<string, string>): boolean {
  return [...tags.values()].includes("");
}

function sameTags(left: ReadonlyMap<string, string>, right: ReadonlyMap<string, string>): boolean {
  if (left.size !== right.size) return false;
  for (const [key, text] of left) if (right.get(key) !== text) return false;
  return true;
}
