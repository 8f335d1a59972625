import { ec2IdOf } from "../world/ids.js";
import type { Place, TemplateData, TemplateValue } from "../world/records.js";
import type { World } from "../world/world.js";

/** Puts a launch template with all its versions into the world. */
export function putTemplate(
  world: World,
  place: Place,
  template: {
    readonly name: string;
    readonly id?: string | undefined;
    readonly tags?: Readonly<Record<string, string>> | undefined;
    readonly defaultVersion?: number | undefined;
  },
  versions: readonly TemplateData[],
) {
  const id = template.id ?? ec2IdOf("lt", `${place.account}/${place.region}/${template.name}`);
  const createdBy = `arn:aws:iam::${place.account}:root`;
  for (const [index, data] of versions.entries()) {
    world.tables.launchTemplateVersions.put({
      templateId: id,
      version: index + 1,
      createdAt: world.now(),
      createdBy,
      data,
    });
  }
  return world.tables.launchTemplates.put({
    ...place,
    id,
    name: template.name,
    createdAt: world.now(),
    createdBy,
    defaultVersion: template.defaultVersion ?? 1,
    latestVersion: versions.length,
    tags: template.tags ?? {},
  });
}

/** Template data as a seed gives it: JSON already in the names of EC2's answers. */
export function templateData(raw: Readonly<Record<string, unknown>>): TemplateData {
  const data: Record<string, TemplateValue> = {};
  for (const [name, value] of Object.entries(raw)) {
    const converted = templateValue(value);
    if (converted !== undefined) data[name] = converted;
  }
  return data;
}

function templateValue(value: unknown): TemplateValue | undefined {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.flatMap((entry) => templateValue(entry) ?? []);
  if (typeof value !== "object" || value === null) return undefined;
  return templateData(Object.fromEntries(Object.entries(value)));
}
