import type { ProviderConfiguration } from "../provider-definition.js";

export type Tags = { readonly [key: string]: string };

/**
 * `tags` and `tags_all` of a state from what the API answered: without AWS's own, without what the provider
 * ignores, and `tags` also without what the provider's default tags account for (`tags` wins where the
 * resource itself configures the same pair).
 */
export function tagsOfState(
  live: Tags,
  provider: ProviderConfiguration,
  configured: Tags,
): { readonly tags: Tags; readonly tags_all: Tags } {
  const kept = Object.entries(live).filter(([key]) => !key.startsWith("aws:") && !isIgnored(key, provider));
  const own = kept.filter(([key, value]) => {
    const fromProvider = provider.defaultTags[key];
    return fromProvider === undefined || fromProvider !== value || configured[key] === value;
  });
  return { tags: Object.fromEntries(own), tags_all: Object.fromEntries(kept) };
}

function isIgnored(key: string, provider: ProviderConfiguration): boolean {
  const { keys, keyPrefixes } = provider.ignoreTags;
  return keys.includes(key) || keyPrefixes.some((prefix) => key.startsWith(prefix));
}

/** What TagResource and UntagResource have to do; AWS's own and ignored keys are left alone. */
export function tagChanges(
  before: Tags,
  after: Tags,
  provider: ProviderConfiguration,
): { readonly removed: readonly string[]; readonly set: Tags } {
  const ours = (key: string) => !key.startsWith("aws:") && !isIgnored(key, provider);
  const removed = Object.keys(before).filter((key) => !(key in after) && ours(key));
  const set = Object.entries(after).filter(([key, value]) => before[key] !== value && ours(key));
  return { removed, set: Object.fromEntries(set) };
}
