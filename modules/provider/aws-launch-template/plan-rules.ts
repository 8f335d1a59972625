import type { ResourceDiff } from "../sdk/resource-diff.js";
import { planTagsAll } from "../sdk/tags-all.js";

/** Plans a launch template's tags and versions: any change of content makes its version numbers unknown. */
export function planVersions(diff: ResourceDiff): void {
  planTagsAll(diff);
  if (anyKeyOutside(diff, WITHOUT_DEFAULT_VERSION) && diff.proposed.update_default_version === true)
    diff.setNewComputed("default_version");
  if (anyKeyOutside(diff, WITHOUT_VERSION)) diff.setNewComputed("latest_version");
}

/** Keys whose change makes no new version in the provider's eyes (of these, `description` does in fact). */
const WITHOUT_VERSION = new Set([
  "name",
  "name_prefix",
  "description",
  "default_version",
  "update_default_version",
]);
const WITHOUT_DEFAULT_VERSION = new Set(["name", "name_prefix", "description"]);

function anyKeyOutside(diff: ResourceDiff, ignored: ReadonlySet<string>): boolean {
  for (const key of diff.changedKeys()) if (!ignored.has(key)) return true;
  return false;
}
