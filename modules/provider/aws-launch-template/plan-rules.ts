import type { PlanResourceChangeRequest, PlanResourceChangeResponse } from "../provider-definition.js";
import { planResourceChange } from "../sdk/plan-resource-change.js";
import type { ResourceDiff } from "../sdk/resource-diff.js";
import { planTagsAll } from "../sdk/tags-all.js";
import { launchTemplateSchema } from "./schema.js";

/** Plans a launch template: any change of content makes its version numbers unknown. */
export function planLaunchTemplate(request: PlanResourceChangeRequest): PlanResourceChangeResponse {
  return planResourceChange({ schema: launchTemplateSchema, customizeDiff: planVersions }, request);
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

function planVersions(diff: ResourceDiff): void {
  planTagsAll(diff);
  if (anyKeyOutside(diff, WITHOUT_DEFAULT_VERSION) && diff.proposed.update_default_version === true)
    diff.setNewComputed("default_version");
  if (anyKeyOutside(diff, WITHOUT_VERSION)) diff.setNewComputed("latest_version");
}

function anyKeyOutside(diff: ResourceDiff, ignored: ReadonlySet<string>): boolean {
  for (const key of diff.changedKeys()) if (!ignored.has(key)) return true;
  return false;
}
