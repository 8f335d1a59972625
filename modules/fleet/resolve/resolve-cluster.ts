import type { Cluster, ClusterOrigin, NodeGroup, PolicyParameters, Zone } from "../fleet.js";
import type { Origin } from "../origin.js";
import type { ClusterPiece, NodeGroupPiece } from "../pieces.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import { suggestion } from "../suggestion.js";
import { checkTags } from "./check-labels.js";
import { type Layer, mergeLayers, withoutNulls } from "./layers.js";
import { type Problems, problemsOf } from "./problems.js";
import { type BrokenLayer, brokenWithin, type Header, resolveAssumeRole } from "./resolve-header.js";
import { type ClusterContext, resolveNodeGroup } from "./resolve-node-group.js";

export interface ResolvedCluster {
  /** Undefined when something is wrong with it: `problems` say what. */
  readonly cluster: Cluster | undefined;
  readonly origin: ClusterOrigin;
  readonly problems: readonly Problems[];
}

/** A cluster with its node groups, merged with all defaults and checked. */
export function resolveCluster(piece: ClusterPiece, header: Header): ResolvedCluster {
  const { name = "", zones: writtenZones = [], nodeGroups: _, nodeGroupDefaults, ...own } = piece.value;
  const defaults = header.clusterDefaults;
  const origins = [piece.origin, ...(defaults === undefined ? [] : [defaults.origin])];
  const problems = problemsOf(origins, [
    ...piece.broken,
    ...(defaults?.broken ?? []),
    ...(header.incomplete ? [[]] : []),
  ]);
  const settings = mergeLayers([
    ...(defaults === undefined ? [] : [defaults]),
    { value: own, origin: piece.origin },
  ]);
  const zones = resolveZones(writtenZones, settings.region, problems);
  const tags = withoutNulls(settings.tags);
  checkTags(tags, 0, problems);

  const { region, account, kubernetesVersion } = settings;
  for (const key of ["region", "account", "kubernetesVersion"] as const) {
    if (settings[key] !== undefined || problems.isBroken([key])) continue;
    const example = { region: "eu-central-1", account: '"111122223333"', kubernetesVersion: '"1.33"' }[key];
    problems.add(
      ["name"],
      "FLEET_MISSING_KEY",
      `"${key}" is missing`,
      `Say it in the cluster or in defaults.cluster, e.g. ${key}: ${example}.`,
    );
  }

  const context: ClusterContext = {
    name,
    kubernetesVersion: kubernetesVersion ?? "",
    nodeRole: settings.nodeRole,
    securityGroups: settings.securityGroups ?? [],
    tags,
    zones,
  };
  const clusterDefaults = layerWithin(piece, nodeGroupDefaults);
  const groups = piece.nodeGroups.map((group) => resolveGroup(group, clusterDefaults, header, context));
  const nodeGroups = groups.flatMap(({ nodeGroup }) => (nodeGroup === undefined ? [] : [nodeGroup]));
  checkDuplicates(piece.nodeGroups, nodeGroups, problems);

  const origin = {
    cluster: origins,
    nodeGroups: new Map(groups.map((group) => [group.name, group.origins])),
  };
  const all = [problems, ...groups.map((group) => group.problems)];
  if (region === undefined || account === undefined || kubernetesVersion === undefined) {
    return { cluster: undefined, origin, problems: all };
  }
  const parameters: PolicyParameters = settings.policy?.parameters ?? {};
  const assumeRole = settings.assumeRole === undefined ? null : resolveAssumeRole(settings.assumeRole);
  const labels = withoutNulls(settings.labels);
  return {
    cluster: {
      name,
      region,
      account,
      assumeRole,
      awsProvider: settings.awsProvider ?? null,
      kubernetesVersion,
      zones,
      tags,
      labels,
      policy: { parameters },
      nodeGroups,
    },
    origin,
    problems: all,
  };
}

function layerWithin(
  piece: ClusterPiece,
  value: NodeGroupSettings | undefined,
): BrokenLayer<NodeGroupSettings> | undefined {
  if (value === undefined) return undefined;
  const { document, path } = piece.origin;
  return {
    value,
    origin: { document, path: [...path, "nodeGroupDefaults"] },
    broken: brokenWithin(piece.broken, ["nodeGroupDefaults"]),
  };
}

interface ResolvedGroup {
  readonly name: string;
  readonly nodeGroup: NodeGroup | undefined;
  /** Most specific first. */
  readonly origins: readonly Origin[];
  readonly problems: Problems;
}

function resolveGroup(
  piece: NodeGroupPiece,
  clusterDefaults: BrokenLayer<NodeGroupSettings> | undefined,
  header: Header,
  cluster: ClusterContext,
): ResolvedGroup {
  const { name = "", template: templateName, ...own } = piece.value;
  const template = templateName === undefined ? undefined : header.templates.get(templateName);
  const ownLayer: BrokenLayer<NodeGroupSettings> = { value: own, origin: piece.origin, broken: piece.broken };
  const layers = [header.nodeGroupDefaults, clusterDefaults, template, ownLayer].filter(
    (layer) => layer !== undefined,
  );
  const origins = layers.map((layer) => layer.origin).reverse();
  const templateUnknown = templateName !== undefined && template === undefined;
  const problems = problemsOf(origins, [
    ...layers.flatMap((layer) => layer.broken),
    // What an unknown template would have said, nobody knows.
    ...(templateUnknown || header.incomplete ? [[]] : []),
  ]);
  if (templateUnknown && !header.incomplete) unknownTemplate(templateName, header, problems);
  const known = cluster.zones.every((zone) => zone.name !== "");
  const context = known ? cluster : { ...cluster, zones: [] };
  const settings = settingsOf(layers, own, template?.value);
  const nodeGroup = resolveNodeGroup({ name, settings, layers, cluster: context }, problems);
  return { name, nodeGroup, origins, problems };
}

/** A custom image has a version of its own: one that was meant for groups in general does not concern it. */
function settingsOf(
  layers: readonly Layer<NodeGroupSettings>[],
  own: NodeGroupSettings,
  template: NodeGroupSettings | undefined,
): Partial<NodeGroupSettings> {
  const settings = mergeLayers(layers);
  const custom = settings.ami?.id !== undefined || settings.ami?.ssmParameter !== undefined;
  if (!custom || own.kubernetesVersion !== undefined || template?.kubernetesVersion !== undefined)
    return settings;
  const { kubernetesVersion: _, ...rest } = settings;
  return rest;
}

function unknownTemplate(name: string, header: Header, problems: Problems): void {
  const names = [...header.templates.keys()];
  const meant = suggestion(name, names);
  const known = names.length === 0 ? "The fleet has none." : `The fleet has: ${names.join(", ")}.`;
  problems.add(
    ["template"],
    "FLEET_UNKNOWN_TEMPLATE",
    `There is no node group template "${name}"`,
    `${meant === undefined ? "" : `Did you mean "${meant}"? `}${known} Templates stand under nodeGroupTemplates.`,
  );
}

function resolveZones(
  written: NonNullable<ClusterPiece["value"]["zones"]>,
  region: string | undefined,
  problems: Problems,
): Zone[] {
  const zones = written.map((zone, place) => ({
    name: zone.name ?? "",
    subnet: zone.subnet ?? "",
    index: zone.index ?? place,
  }));
  for (const [place, zone] of zones.entries()) {
    // A name that is missing or wrong has been reported.
    if (zone.name === "") continue;
    if (region !== undefined && !zone.name.startsWith(region)) {
      problems.add(
        ["zones", place, "name"],
        "FLEET_ZONE_REGION",
        `The zone ${zone.name} is not in the region ${region}`,
        `Its zones are called ${region}a, ${region}b and so on.`,
      );
    }
    const before = zones.slice(0, place);
    if (before.some((other) => other.name === zone.name)) {
      problems.add(
        ["zones", place, "name"],
        "FLEET_DUPLICATE_NAME",
        `The zone ${zone.name} stands twice`,
        "Remove one of the two. For other subnets in one group, use the group's subnets.",
      );
    } else if (before.some((other) => other.index === zone.index)) {
      problems.add(
        ["zones", place, zone.index === place ? "name" : "index"],
        "FLEET_DUPLICATE_NAME",
        `Two zones have the index ${zone.index}`,
        "It stands for the zone in names, so each zone needs its own. Write another index.",
      );
    }
  }
  return zones;
}

function checkDuplicates(
  pieces: readonly NodeGroupPiece[],
  nodeGroups: readonly NodeGroup[],
  problems: Problems,
): void {
  const names = pieces.map((piece) => piece.value.name);
  const indexOf = (piece: NodeGroupPiece) => piece.origin.path.at(-1) ?? 0;
  const duplicates = new Set<string>();
  for (const [place, piece] of pieces.entries()) {
    const { name } = piece.value;
    if (name === undefined || names.indexOf(name) === place) continue;
    duplicates.add(name);
    problems.add(
      ["nodeGroups", indexOf(piece), "name"],
      "FLEET_DUPLICATE_NAME",
      `There are two node groups "${name}" in the cluster`,
      "Give one of them another name.",
    );
  }
  const owners = new Map<string, string>();
  for (const group of nodeGroups) {
    if (duplicates.has(group.name)) continue;
    const piece = pieces.find((each) => each.value.name === group.name);
    for (const key of group.members.flatMap((member) => [member.name, `resource ${member.resourceName}`])) {
      const owner = owners.get(key);
      owners.set(key, group.name);
      if (owner === undefined || owner === group.name || piece === undefined) continue;
      problems.add(
        ["nodeGroups", indexOf(piece), "name"],
        "FLEET_DUPLICATE_NAME",
        `The node groups "${owner}" and "${group.name}" lead to the same name "${key.replace("resource ", "")}"`,
        "Names are made of cluster, zone and group. Give one of the groups another name.",
      );
      break;
    }
  }
}
