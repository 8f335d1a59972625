import type { JsonValue, ResourceChange } from "../../plan/index.js";
import { actionOf } from "./change-action.js";
import { changedAttributes } from "./differences.js";
import type { ClusterMaterial, ExtractionSurroundings } from "./extract-facts.js";
import type { LaunchTemplateFacts } from "./facts-schema.js";
import { launchTemplateSide } from "./launch-template-side.js";
import type { PlanObjects } from "./plan-objects.js";
import { elements, hasUnknown, member, textOf } from "./read-json.js";
import { reorderedLists } from "./reordered-lists.js";
import { replacementFacts } from "./replacement-facts.js";

/** The launch templates that a cluster's node groups launch from, and which group launches from which. */
export interface ClusterLaunchTemplates {
  readonly facts: readonly LaunchTemplateFacts[];
  of(groupAddress: string): { readonly index: number; readonly instanceType: string | undefined } | undefined;
}

export function launchTemplatesOf(
  material: ClusterMaterial,
  around: ExtractionSurroundings,
): ClusterLaunchTemplates {
  const found = new Map<ResourceChange, { objects: PlanObjects; usedBy: string[]; index: number }>();
  const byGroup = new Map<string, ResourceChange>();
  for (const { objects, change } of material.groups) {
    const template = templateOf(objects, change);
    if (template === undefined) continue;
    byGroup.set(change.address, template);
    const known = found.get(template);
    if (known === undefined) found.set(template, { objects, usedBy: [change.address], index: found.size });
    else known.usedBy.push(change.address);
  }
  return {
    facts: [...found].map(([change, { objects, usedBy }]) =>
      launchTemplateFacts(change, objects, usedBy, around),
    ),
    of: (address) => {
      const change = byGroup.get(address);
      const place = change === undefined ? undefined : found.get(change);
      if (change === undefined || place === undefined) return undefined;
      const values = change.change.after ?? change.change.before;
      return { index: place.index, instanceType: textOf(member(values, "instance_type")) };
    },
  };
}

function launchTemplateFacts(
  resource: ResourceChange,
  objects: PlanObjects,
  usedBy: readonly string[],
  { context, parameters }: ExtractionSurroundings,
): LaunchTemplateFacts {
  const { change } = resource;
  const limits = context.parametersOf({ stack: objects.stack, address: resource.address });
  const { requiredTags } = limits;
  const id = textOf(member(change.before, "id"));
  const reordered = reorderedLists(change);
  return {
    name: textOf(member(change.after, "name")) ?? textOf(member(change.before, "name")),
    before: change.before === null ? undefined : launchTemplateSide(change.before, { requiredTags }),
    after:
      change.after === null || change.after === undefined
        ? undefined
        : launchTemplateSide(change.after, { requiredTags, unknown: change.after_unknown }),
    versions: id === undefined ? undefined : context.live.launchTemplates?.[id]?.versions,
    stack: objects.stack,
    address: resource.address,
    action: actionOf(change),
    ...replacementFacts(resource),
    parameters: parameters.indexOf(limits),
    used_by: [...usedBy],
    unknown: unknownFacts(change.after_unknown),
    reordered,
    only_reordered:
      reordered.length > 0 &&
      changedAttributes(change).every(
        (name) => reordered.includes(name) || name === "latest_version" || name === "default_version",
      ),
  };
}

/** Facts of the planned side that are only known after apply, by their names in the facts. */
function unknownFacts(afterUnknown: JsonValue): string[] {
  const metadata = elements(member(afterUnknown, "metadata_options"))[0];
  const candidates: [string, boolean][] = [
    ["user_data", hasUnknown(member(afterUnknown, "user_data"))],
    ["http_tokens", hasUnknown(member(metadata, "http_tokens"))],
    ["hop_limit", hasUnknown(member(metadata, "http_put_response_hop_limit"))],
    ["tags", hasUnknown(member(afterUnknown, "tags_all"))],
    [
      "encryption",
      elements(member(afterUnknown, "block_device_mappings")).some((device) =>
        hasUnknown(member(elements(member(device, "ebs"))[0], "encrypted")),
      ),
    ],
  ];
  return candidates.filter(([, unknown]) => unknown).map(([name]) => name);
}

/** The plan's launch template of a node group: by its configuration's reference, or by id or name. */
function templateOf(objects: PlanObjects, group: ResourceChange): ResourceChange | undefined {
  const written = elements(member(objects.configuration.expressionsOf(group), "launch_template"))[0];
  for (const key of ["id", "name"]) {
    for (const address of objects.configuration.referencedResources(group, member(written, key))) {
      const instances = objects.templates.byConfiguration.get(address);
      const [only] = instances?.size === 1 ? instances.values() : [];
      const template = only ?? instances?.get(group.index);
      if (template !== undefined) return template;
    }
  }
  const { after, before } = group.change;
  const block = elements(member(after, "launch_template") ?? member(before, "launch_template"))[0];
  const id = textOf(member(block, "id"));
  const name = textOf(member(block, "name"));
  return (
    (id === undefined ? undefined : objects.templates.byIdentity.get(id)) ??
    (name === undefined ? undefined : objects.templates.byIdentity.get(name))
  );
}
