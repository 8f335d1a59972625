import { inPlace } from "../world/keys.js";
import type { LaunchTemplateRecord, LaunchTemplateVersionRecord, Place } from "../world/records.js";
import type { World } from "../world/world.js";

/** A template by id or by name. */
export function findTemplate(
  world: World,
  place: Place,
  reference: { readonly id?: string | undefined; readonly name?: string | undefined },
): LaunchTemplateRecord | undefined {
  const { launchTemplates } = world.tables;
  if (reference.id !== undefined) return launchTemplates.get(inPlace(place, reference.id));
  return reference.name === undefined
    ? undefined
    : launchTemplates.by("name", inPlace(place, reference.name))[0];
}

/** `$Latest`, `$Default`, nothing at all (the default) or a number, as a number; undefined for other text. */
export function versionNumberOf(
  template: LaunchTemplateRecord,
  version: string | undefined,
): number | undefined {
  if (version === undefined || version === "" || version === "$Default") return template.defaultVersion;
  if (version === "$Latest") return template.latestVersion;
  return /^[1-9]\d{0,9}$/.test(version) ? Number(version) : undefined;
}

export function findTemplateVersion(
  world: World,
  template: LaunchTemplateRecord,
  version: number,
): LaunchTemplateVersionRecord | undefined {
  return world.tables.launchTemplateVersions.get(`${template.id}/${version}`);
}
