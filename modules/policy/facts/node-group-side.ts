import type { JsonValue } from "../../plan/index.js";
import { readAmiRelease } from "./ami-release.js";
import { readAmiType } from "./ami-type.js";
import type { NodeGroupSide } from "./facts-schema.js";
import { type Architecture, architectureOf } from "./instance-type.js";
import { minorOf } from "./kubernetes-version.js";
import { missingTags, tagsOf } from "./missing-tags.js";
import { countOf, elements, member, sizeOf, textOf, textsOf } from "./read-json.js";

/**
 * One side (before or after) of a node group's change, slimmed. `values` is the provider's object; the
 * instance type of its launch template is passed in, as either may hold it.
 */
export function nodeGroupSide(
  values: JsonValue | undefined,
  beside: {
    readonly today: number;
    readonly templateInstanceType: string | undefined;
    readonly requiredTags: readonly string[];
  },
): NodeGroupSide {
  const scaling = elements(member(values, "scaling_config"))[0];
  const update = elements(member(values, "update_config"))[0];
  const template = elements(member(values, "launch_template"))[0];
  const version = textOf(member(values, "version"));
  const release = textOf(member(values, "release_version"));
  const amiType = textOf(member(values, "ami_type"));
  const { amazonLinux2, architecture } = readAmiType(amiType);
  const { rank, day } = readAmiRelease(release);
  const instanceTypes = textsOf(member(values, "instance_types"));
  return {
    version,
    minor: minorOf(version),
    release_version: release,
    release_age_days: day === undefined ? undefined : beside.today - day,
    release_rank: rank,
    ami_type: amiType,
    architecture,
    capacity_type: textOf(member(values, "capacity_type")),
    instance_types: instanceTypes,
    instance_architectures: architecturesOf(instanceTypes ?? [], beside.templateInstanceType),
    desired: countOf(member(scaling, "desired_size")),
    min: countOf(member(scaling, "min_size")),
    max: countOf(member(scaling, "max_size")),
    // The provider reads an unset number of this block as 0.
    max_unavailable: countOf(member(update, "max_unavailable")) || undefined,
    max_unavailable_percentage: countOf(member(update, "max_unavailable_percentage")) || undefined,
    subnets: textsOf(member(values, "subnet_ids")),
    labels: sizeOf(member(values, "labels")),
    taints: sizeOf(member(values, "taint")),
    tags: sizeOf(tagsOf(values)),
    launch_template: template === undefined ? undefined : { version: textOf(member(template, "version")) },
    amazon_linux_2: amazonLinux2,
    missing_tags: missingTags(values, beside.requiredTags),
    disk_size: (countOf(member(values, "disk_size")) ?? 0) > 0,
    remote_access: elements(member(values, "remote_access")).length > 0,
    force: member(values, "force_update_version") === true,
  };
}

function architecturesOf(
  types: readonly string[],
  templateType: string | undefined,
): Architecture[] | undefined {
  const all = templateType === undefined ? types : [...types, templateType];
  const architectures = new Set<Architecture>();
  for (const type of all) {
    const architecture = architectureOf(type);
    if (architecture === undefined) return undefined;
    architectures.add(architecture);
  }
  return architectures.size === 0 ? undefined : [...architectures].sort();
}
