import { isDeepStrictEqual } from "node:util";
import type { Sandbox } from "../../modules/sandbox/index.js";
import { stateObjects, type TerraformState } from "../../modules/state/index.js";

type Attributes = { readonly [name: string]: unknown };

/**
 * Where a state and the world of a sandbox disagree, as sentences; none means that they agree. The world is
 * looked at directly, past the API and past all of our own reading of it. Covers that every object of the
 * state exists once and every object that exists is in the state, and each attribute that somebody can set.
 * The templates that EKS makes for itself are nobody's.
 */
export function disagreements(state: TerraformState | null, sandbox: Sandbox): readonly string[] {
  const { launchTemplates, nodegroups } = sandbox.world.tables;
  const managed =
    state === null ? [] : stateObjects(state).filter(({ resource }) => resource.mode === "managed");
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { address, instance, resource } of managed) {
    if (instance.deposed !== undefined) problems.push(`${address} has a deposed object ${instance.deposed}`);
    if (instance.status !== undefined) problems.push(`${address} is ${instance.status}`);
    const id = String(instance.attributes.id);
    if (seen.has(id)) problems.push(`${address} has the id ${id} of another object`);
    seen.add(id);
    const live =
      resource.type === "aws_launch_template"
        ? liveTemplate(sandbox, id, instance.attributes)
        : liveGroup(sandbox, id, instance.attributes);
    if (live === undefined) problems.push(`${address} (${id}) does not exist`);
    for (const [name, is] of Object.entries(live ?? {})) {
      const was = instance.attributes[name];
      if (isDeepStrictEqual(sorted(was), sorted(is))) continue;
      problems.push(`${address}.${name}: state ${JSON.stringify(was)}, live ${JSON.stringify(is)}`);
    }
  }
  for (const group of nodegroups.values()) {
    if (!seen.has(`${group.cluster}:${group.name}`)) problems.push(`node group ${group.name} is nobody's`);
    if (group.status !== "ACTIVE") problems.push(`node group ${group.name} is ${group.status}`);
  }
  for (const { id, name } of launchTemplates.values()) {
    if (!name.startsWith("eks-") && !seen.has(id)) problems.push(`launch template ${name} is nobody's`);
  }
  return problems;
}

function liveTemplate(sandbox: Sandbox, id: string, attributes: Attributes): Attributes | undefined {
  const { launchTemplates, launchTemplateVersions } = sandbox.world.tables;
  const template = [...launchTemplates.values()].find((candidate) => candidate.id === id);
  if (template === undefined) return undefined;
  const versions = [...launchTemplateVersions.values()].filter(({ templateId }) => templateId === id);
  const latest = versions.find(({ version }) => version === template.latestVersion);
  return {
    name: template.name,
    latest_version: template.latestVersion,
    default_version: template.defaultVersion,
    tags_all: template.tags,
    block_device_mappings: withVolumeSize(
      attributes.block_device_mappings,
      /"volumeSize":"?(\d+)/.exec(JSON.stringify(latest?.data ?? {}))?.[1],
    ),
  };
}

/** The devices of a state as they would stand there with this size: the stacks of these tests have one device. */
function withVolumeSize(devices: unknown, size: string | undefined): unknown {
  if (size === undefined) return devices;
  return JSON.parse(JSON.stringify(devices ?? []).replace(/"volume_size":\d+/, `"volume_size":${size}`));
}

function liveGroup(sandbox: Sandbox, id: string, attributes: Attributes): Attributes | undefined {
  const found = [...sandbox.world.tables.nodegroups.values()].filter(
    ({ cluster, name }) => `${cluster}:${name}` === id,
  );
  const [group] = found;
  if (group === undefined || found.length > 1) return undefined;
  const { launchTemplate, scaling } = group;
  return {
    node_group_name: group.name,
    version: group.version,
    release_version: group.releaseVersion,
    ami_type: group.amiType,
    capacity_type: group.capacityType,
    instance_types: group.instanceTypes ?? [],
    subnet_ids: group.subnets,
    node_role_arn: group.nodeRole,
    labels: group.labels,
    tags_all: group.tags,
    status: group.status,
    scaling_config: [
      { desired_size: scaling.desiredSize, max_size: scaling.maxSize, min_size: scaling.minSize },
    ],
    launch_template:
      launchTemplate === undefined
        ? []
        : [{ id: launchTemplate.id, name: launchTemplate.name, version: String(launchTemplate.version) }],
    taint: group.taints.map(({ effect, key, value }) => ({ effect, key, value: value ?? "" })),
    // What is shown of the group's Auto Scaling group is EKS's; that it is this group's is what matters.
    resources: [{ autoscaling_groups: [{ name: group.asgName }], remote_access_security_group_id: "" }],
    ...("arn" in attributes
      ? { arn: String(attributes.arn).includes(group.uuid) ? attributes.arn : group.uuid }
      : {}),
  };
}

/** Sets in any order are the same, and so are the members of objects. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const all: readonly unknown[] = value;
    return all.map(sorted).sort((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
  }
  return value ?? {};
}
