import type { NodeGroup, PolicyParameters, Strings, Taint, Zone } from "../fleet.js";
import type { Origin } from "../origin.js";
import { type AmiFamily, type AmiType, amiFamily, amiTypes } from "../schema/ami-types.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import { checkLabels, checkTags, checkTaints } from "./check-labels.js";
import { type Layer, withoutNulls } from "./layers.js";
import type { Problems } from "./problems.js";
import { resolveAmi } from "./resolve-ami.js";
import { resolveMembers } from "./resolve-members.js";
import { resolveNodeRepair } from "./resolve-node-repair.js";
import { resolveRootVolume } from "./resolve-root-volume.js";
import { resolveScaling, resolveUpdateConfig } from "./resolve-scaling.js";
import { resolveUserData } from "./resolve-user-data.js";

/** What a node group takes from its cluster. */
export interface ClusterContext {
  readonly name: string;
  readonly kubernetesVersion: string;
  readonly nodeRole: string | undefined;
  readonly securityGroups: readonly string[];
  readonly tags: Strings;
  readonly zones: readonly Zone[];
}

export interface NodeGroupInput {
  readonly name: string;
  /** The merge of `layers`. */
  readonly settings: Partial<NodeGroupSettings>;
  /** From general to specific. */
  readonly layers: readonly Layer<NodeGroupSettings>[];
  readonly cluster: ClusterContext;
}

/** One node group with nothing left to be filled in; undefined when what it lacks is reported in `problems`. */
export function resolveNodeGroup(input: NodeGroupInput, problems: Problems): NodeGroup | undefined {
  const { name, cluster, settings } = input;
  const ami = resolveAmi(settings, cluster.kubernetesVersion, problems);
  const family = ami.kind === "custom" ? null : familyOf(ami.type);
  const directory = layerOf(input.layers, "userData")?.document.directory ?? "";
  const userData = resolveUserData({ settings, ami, family, directory }, problems);
  const rootVolume = resolveRootVolume(settings, family, userData, problems);
  const scaling = resolveScaling(settings, problems);
  const labels = withoutNulls(settings.labels);
  const tags = withoutNulls(settings.tags);
  const taints = (settings.taints ?? []).map(eksTaint);
  checkLabels(labels, problems);
  checkTaints(taints, problems);
  // The instance and volume tags also hold a Name.
  checkTags(tags, Object.keys(cluster.tags).filter((key) => !(key in tags)).length + 1, problems);
  const members = resolveMembers(cluster.name, cluster.zones, name, settings, problems);
  const instanceTypes = required(
    settings.instanceTypes,
    "instanceTypes",
    "instanceTypes: [m7g.large]",
    problems,
  );
  const nodeRole = required(
    settings.nodeRole ?? cluster.nodeRole,
    "nodeRole",
    "nodeRole: arn:aws:iam::111122223333:role/eks-node",
    problems,
  );
  if (scaling === undefined || instanceTypes === undefined || nodeRole === undefined) return undefined;
  const parameters: PolicyParameters = settings.policy?.parameters ?? {};
  return {
    name,
    layout: settings.layout ?? "per-zone",
    naming: settings.naming ?? "fixed",
    capacityType: settings.capacityType ?? "ON_DEMAND",
    instanceTypes,
    ami,
    userData,
    rootVolume,
    nodeRole,
    securityGroups: settings.securityGroups ?? cluster.securityGroups,
    labels,
    taints,
    tags,
    scaling,
    updateConfig: resolveUpdateConfig(settings),
    kubernetesVersion:
      ami.kind === "custom" ? null : (settings.kubernetesVersion ?? cluster.kubernetesVersion),
    forceUpdate: settings.forceUpdate ?? false,
    nodeRepair: resolveNodeRepair(settings),
    timeouts: timeoutsOf(settings),
    policy: { parameters },
    members,
  };
}

function required<T>(value: T | undefined, key: string, example: string, problems: Problems): T | undefined {
  if (value === undefined && !problems.isBroken([key])) {
    problems.add(
      ["name"],
      "FLEET_MISSING_KEY",
      `"${key}" is missing`,
      `Say it in the group, its template or the defaults, e.g. ${example}.`,
    );
  }
  return value;
}

/** The most specific place that says `key`. */
function layerOf(
  layers: readonly Layer<NodeGroupSettings>[],
  key: keyof NodeGroupSettings,
): Origin | undefined {
  return layers.findLast((layer) => layer.value[key] !== undefined)?.origin;
}

function familyOf(type: string): AmiFamily {
  const known: AmiType | undefined = amiTypes.find((each) => each === type);
  return amiFamily(known ?? "AL2023_x86_64_STANDARD");
}

const effects = {
  NoSchedule: "NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NO_SCHEDULE: "NO_SCHEDULE",
  NO_EXECUTE: "NO_EXECUTE",
  PREFER_NO_SCHEDULE: "PREFER_NO_SCHEDULE",
} as const;

function eksTaint(taint: NonNullable<NodeGroupSettings["taints"]>[number]): Taint {
  // A key or an effect that is missing has been reported: the rest is checked all the same.
  return { key: taint.key ?? "", value: taint.value ?? null, effect: effects[taint.effect ?? "NoSchedule"] };
}

function timeoutsOf(settings: Partial<NodeGroupSettings>): NodeGroup["timeouts"] {
  if (settings.timeouts === undefined) return null;
  const { create, update, delete: remove } = settings.timeouts;
  return {
    ...(create === undefined ? {} : { create }),
    ...(update === undefined ? {} : { update }),
    ...(remove === undefined ? {} : { delete: remove }),
  };
}
