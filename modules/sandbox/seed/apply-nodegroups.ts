import { FleetwrightError } from "../../diagnostics/index.js";
import { activeInstances, resizeGroup } from "../capacity/auto-scaling-capacity.js";
import { noticeDesiredSizeLater } from "../capacity/instance-events.js";
import { latestRelease } from "../catalog/find-release.js";
import { findInstanceType } from "../catalog/instance-types.js";
import { findTemplate, findTemplateVersion } from "../ec2/find-launch-template.js";
import { createGroup, nodeImageOf } from "../eks/create-nodegroup.js";
import { digest, uuidOf } from "../world/ids.js";
import { inPlace } from "../world/keys.js";
import type {
  ClusterRecord,
  LaunchTemplateReference,
  NodegroupRecord,
  SubnetRecord,
  TemplateData,
} from "../world/records.js";
import type { World } from "../world/world.js";
import { fillPlaceholders } from "./fill-placeholders.js";
import { putTemplate, templateData } from "./put-template.js";
import type { Seed, SeedNodegroup } from "./seed-schema.js";

/** Puts a cluster's node groups into the world, their nodes running. */
export function applyNodegroups(
  world: World,
  cluster: ClusterRecord,
  subnets: readonly SubnetRecord[],
  seeds: readonly SeedNodegroup[],
  defaults: Seed["defaults"],
): void {
  for (const [index, own] of seeds.entries()) {
    const seed: SeedNodegroup = { ...defaults.nodegroup, ...own };
    for (const instance of expand(cluster, subnets, seed, index)) {
      applyNodegroup(world, cluster, seed, instance, defaults);
    }
  }
}

interface Expanded {
  readonly fill: (text: string) => string;
  readonly name: string;
  readonly subnets: readonly string[];
}

/** One node group, `count` of them, or one for each zone. */
function* expand(
  cluster: ClusterRecord,
  subnets: readonly SubnetRecord[],
  seed: SeedNodegroup,
  index: number,
): Iterable<Expanded> {
  const wanted =
    seed.zones === undefined
      ? subnets
      : subnets.filter(({ zone }) => seed.zones?.some((name) => zone === name || zone.endsWith(name)));
  const count = seed.count ?? 1;
  for (let i = 1; i <= count; i += 1) {
    const n = seed.count === undefined ? index + 1 : i;
    if (seed.perZone !== true) {
      const fill = (text: string): string => fillPlaceholders(text, { cluster: cluster.name, n });
      yield { fill, name: fill(seed.name), subnets: seed.subnets ?? wanted.map(({ id }) => id) };
      continue;
    }
    for (const [zoneIndex, subnet] of wanted.entries()) {
      const zone = subnet.zone.slice(cluster.region.length) || subnet.zone;
      const fill = (text: string): string =>
        fillPlaceholders(text, { cluster: cluster.name, n, zone, zoneIndex });
      yield { fill, name: fill(seed.name), subnets: [subnet.id] };
    }
  }
}

function applyNodegroup(
  world: World,
  cluster: ClusterRecord,
  seed: SeedNodegroup,
  expanded: Expanded,
  defaults: Seed["defaults"],
): void {
  const place = { account: cluster.account, region: cluster.region };
  const template = templateOf(world, place, seed, expanded);
  const custom = template?.data.imageId;
  const typeInTemplate = template?.data.instanceType;
  const instanceTypes =
    typeof typeInTemplate === "string" ? undefined : (seed.instanceTypes ?? ["t3.medium"]);
  const firstType = typeof typeInTemplate === "string" ? typeInTemplate : instanceTypes?.[0];
  const arm = firstType !== undefined && findInstanceType(firstType)?.architecture === "arm64";
  const amiType =
    typeof custom === "string"
      ? "CUSTOM"
      : (seed.amiType ?? (arm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD"));
  const version = seed.version ?? cluster.version;
  const uuid = uuidOf(digest(`${cluster.account}/${cluster.region}/${cluster.name}/${expanded.name}`));
  const desired = seed.scaling?.desired ?? seed.scaling?.min ?? 2;
  const nodegroup: NodegroupRecord = world.tables.nodegroups.put({
    ...place,
    cluster: cluster.name,
    name: expanded.name,
    uuid,
    version,
    releaseVersion:
      typeof custom === "string"
        ? custom
        : (seed.releaseVersion ?? latestRelease(world, amiType, version)?.release ?? `${version}.0-19700101`),
    createdAt: world.now(),
    modifiedAt: world.now(),
    status: seed.status ?? ((seed.issues ?? []).length > 0 ? "DEGRADED" : "ACTIVE"),
    capacityType: seed.capacityType ?? "ON_DEMAND",
    scaling: {
      minSize: seed.scaling?.min ?? Math.min(1, desired),
      maxSize: seed.scaling?.max ?? Math.max(desired, 3),
      desiredSize: desired,
    },
    ...(instanceTypes === undefined ? {} : { instanceTypes }),
    subnets: expanded.subnets,
    amiType,
    nodeRole: seed.nodeRole ?? `arn:aws:iam::${cluster.account}:role/${defaults.nodeRole ?? "eks-node"}`,
    labels: seed.labels ?? {},
    taints: seed.taints ?? [],
    asgName: `eks-${expanded.name}-${uuid}`,
    ...(template === undefined ? { diskSize: seed.diskSize ?? 20 } : { launchTemplate: template.reference }),
    issues: seed.issues ?? [],
    updateConfig: seed.updateConfig ?? { maxUnavailable: 1 },
    ...(seed.nodeRepairConfig === undefined ? {} : { nodeRepairConfig: seed.nodeRepairConfig }),
    ...(seed.warmPoolConfig === undefined ? {} : { warmPoolConfig: seed.warmPoolConfig }),
    tags: seed.tags ?? {},
  });
  const group = createGroup(world, nodegroup, nodeImageOf(nodegroup, template));
  for (const { id } of activeInstances(world, group)) {
    world.tables.instances.update(id, (row) => ({ ...row, state: "running", ready: true }));
  }
  for (const activity of world.tables.activities.by("asg", inPlace(group, group.name))) {
    world.tables.activities.delete(activity.id);
  }
  if (seed.liveDesired !== undefined) {
    // As if the autoscaler had acted a moment ago: EKS will see it after its usual lag.
    const moved = resizeGroup(
      world,
      place,
      group.name,
      { desired: seed.liveDesired },
      "the autoscaler acted.",
    );
    if (moved !== undefined) noticeDesiredSizeLater(world, moved);
  }
}

function templateOf(
  world: World,
  place: { readonly account: string; readonly region: string },
  seed: SeedNodegroup,
  expanded: Expanded,
): { readonly reference: LaunchTemplateReference; readonly data: TemplateData } | undefined {
  if (seed.ownTemplate !== undefined) {
    const { data, tags } = seed.ownTemplate;
    const name = expanded.fill(seed.ownTemplate.name);
    const filled = templateData(JSON.parse(expanded.fill(JSON.stringify(data))));
    const template = putTemplate(world, place, { name, tags }, [filled]);
    return { reference: { id: template.id, name, version: 1 }, data: filled };
  }
  if (seed.launchTemplate === undefined) return undefined;
  const template = findTemplate(world, place, seed.launchTemplate);
  if (template === undefined) {
    const named = seed.launchTemplate.name ?? seed.launchTemplate.id ?? "";
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "SANDBOX_SEED_INVALID",
        summary: `node group ${expanded.name}: the seed has no launch template ${named}`,
        detail: "Add it under launchTemplates, in the node group's account and region.",
      },
    ]);
  }
  const number = seed.launchTemplate.version ?? template.defaultVersion;
  const version = findTemplateVersion(world, template, number);
  return {
    reference: { id: template.id, name: template.name, version: number },
    data: version?.data ?? {},
  };
}
