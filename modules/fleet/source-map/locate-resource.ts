import type { SourceLocation } from "../../diagnostics/index.js";
import type { SourceMap } from "./source-map.js";

/** The settings that attributes come from; the first that is written somewhere is pointed at. */
const settingsOfAttribute: { readonly [attribute: string]: readonly string[] } = {
  instance_types: ["instanceTypes"],
  capacity_type: ["capacityType"],
  ami_type: ["ami.type", "ami"],
  release_version: ["ami.releaseVersion", "ami"],
  version: ["kubernetesVersion"],
  node_role_arn: ["nodeRole"],
  subnet_ids: ["subnets", "zones"],
  labels: ["labels"],
  taint: ["taints"],
  tags: ["tags"],
  tags_all: ["tags"],
  tag_specifications: ["tags"],
  update_config: ["updateConfig"],
  force_update_version: ["forceUpdate"],
  node_repair_config: ["nodeRepair"],
  timeouts: ["timeouts"],
  block_device_mappings: ["rootVolume"],
  image_id: ["ami"],
  user_data: ["userData"],
  vpc_security_group_ids: ["securityGroups"],
  node_group_name: ["name"],
  node_group_name_prefix: ["naming", "name"],
  name: ["name"],
  name_prefix: ["naming", "name"],
  scaling_config: ["scaling.min", "scaling.max"],
};

const scalingSettings: { readonly [attribute: string]: string } = {
  min_size: "scaling.min",
  max_size: "scaling.max",
  desired_size: "scaling.desired",
};

/**
 * Where a resource was written in the fleet file, or, given a path such as `["scaling_config", 0, "min_size"]`,
 * the setting that the attribute comes from. Undefined for a resource that no fleet file made.
 */
export function locateResource(
  map: SourceMap,
  stack: string,
  address: string,
  attributePath: readonly (string | number)[] = [],
): SourceLocation | undefined {
  const sources = map.stacks[stack];
  const resource = sources?.resources[withoutInstanceKey(address)];
  if (sources === undefined || resource === undefined) return undefined;
  const group = resource.nodeGroup === null ? undefined : sources.nodeGroups[resource.nodeGroup];
  if (group === undefined) return sources.location;
  for (const setting of settingsOf(attributePath)) {
    const found = group.fields[setting] ?? sources.fields[setting];
    if (found !== undefined) return found;
  }
  return group.location;
}

export interface ResourceOrigin {
  readonly cluster: string;
  readonly nodeGroup: string | null;
  readonly zone: string | null;
  readonly location: SourceLocation;
}

/** The cluster, node group and zone that a resource stands for. */
export function nodeGroupOf(map: SourceMap, stack: string, address: string): ResourceOrigin | undefined {
  const sources = map.stacks[stack];
  const resource = sources?.resources[withoutInstanceKey(address)];
  const location = locateResource(map, stack, address);
  if (sources === undefined || resource === undefined || location === undefined) return undefined;
  return { cluster: sources.cluster, ...resource, location };
}

function settingsOf(attributePath: readonly (string | number)[]): readonly string[] {
  const [attribute] = attributePath;
  if (typeof attribute !== "string") return [];
  const last = attributePath.at(-1);
  const scaling =
    attribute === "scaling_config" && typeof last === "string" ? scalingSettings[last] : undefined;
  return [...(scaling === undefined ? [] : [scaling]), ...(settingsOfAttribute[attribute] ?? [])];
}

function withoutInstanceKey(address: string): string {
  return address.replace(/\[[^\]]*\]$/, "");
}
