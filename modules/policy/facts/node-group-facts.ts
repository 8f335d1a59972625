import type { JsonValue, NodeEffect, ResourceChange } from "../../plan/index.js";
import type { LiveCluster, LiveFacts, LiveNodeGroup } from "../live-facts.js";
import type { Parameters } from "../parameters/parameters-schema.js";
import { actionOf, createsBeforeDestroy } from "./change-action.js";
import { changedAttributes } from "./differences.js";
import type { NodeGroupFacts, NodeGroupSide } from "./facts-schema.js";
import { ipsPerNode } from "./ips-per-node.js";
import { matchesPattern } from "./name-pattern.js";
import { nodeGroupSide } from "./node-group-side.js";
import type { PlanObjects } from "./plan-objects.js";
import { countOf, elements, hasUnknown, member, textOf } from "./read-json.js";
import { replacementFacts } from "./replacement-facts.js";

type BlockingBudget = NonNullable<LiveNodeGroup["blockingBudgets"]>[number];

/** What stands beside a node group's change. */
export interface NodeGroupSurroundings {
  readonly objects: PlanObjects;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly parameters: Parameters;
  readonly parametersIndex: number;
  /** Zone by subnet id. */
  readonly zones: ReadonlyMap<string, string>;
  /** The zone that the fleet file made this group for. */
  readonly fleetZone: string | null | undefined;
  readonly fleetGroup: string | null | undefined;
  readonly liveGroup: LiveNodeGroup | undefined;
  readonly volumesByZone: LiveCluster["volumesByZone"] | undefined;
  readonly live: LiveFacts;
  readonly effect: NodeEffect | undefined;
  readonly template: { readonly index: number; readonly instanceType: string | undefined } | undefined;
  /** The cluster's version, where it is known and the plan leaves it alone. */
  readonly steadyClusterVersion: { readonly version: string; readonly minor: number } | undefined;
}

export function nodeGroupFacts(resource: ResourceChange, around: NodeGroupSurroundings): NodeGroupFacts {
  const { change } = resource;
  const { parameters, live } = around;
  const action = actionOf(change);
  const before = sideOf(change.before, around);
  const planned = sideOf(change.after, around);
  const unknown = planned === undefined ? [] : unknownFacts(change.after_unknown);
  const configuration = around.objects.configuration.expressionsOf(resource);
  const followsCluster =
    unknown.includes("version") &&
    configuration !== undefined &&
    member(configuration, "version") === undefined;
  const after =
    planned !== undefined && followsCluster && around.steadyClusterVersion !== undefined
      ? { ...planned, ...around.steadyClusterVersion }
      : planned;
  const changed = changedAttributes(change);
  const name =
    textOf(member(change.after, "node_group_name")) ?? textOf(member(change.before, "node_group_name"));
  const subnetIds = after?.subnets ?? before?.subnets ?? [];
  const zonesBefore = before && zonesOf(before.subnets, around);
  const zonesAfter =
    after &&
    (fleetZones(around) ?? (unknown.includes("subnets") ? undefined : zonesOf(after.subnets, around)));
  const removesTemplate =
    action === "update" &&
    before?.launch_template !== undefined &&
    after?.launch_template === undefined &&
    !unknown.includes("launch_template_version");
  const side = after ?? before;
  const { runningUpdate, blockingBudgets } = around.liveGroup ?? {};
  return {
    name,
    before,
    after,
    zones_before: zonesBefore,
    zones_after: zonesAfter,
    status: around.liveGroup?.status ?? textOf(member(change.before, "status")),
    launch_template: around.template?.index,
    surge: around.effect?.surge ?? surgeOf(side, zonesAfter ?? zonesBefore),
    ips_per_node: ipsPerNode(side?.instance_types ?? [], around.template?.instanceType, parameters, live),
    zonal_volumes: zonesBefore && volumesIn(zonesBefore, around.volumesByZone),
    blocking_budgets: blockingBudgets?.map(budgetText),
    running_update: runningUpdate && `${runningUpdate.type} ${runningUpdate.id}`,
    ...desiredSizes(resource, around),
    stack: around.objects.stack,
    address: resource.address,
    keeps_name:
      name !== undefined &&
      name === textOf(member(change.before, "node_group_name")) &&
      name === textOf(member(change.after, "node_group_name")),
    parameters: around.parametersIndex,
    action,
    create_before_destroy: createsBeforeDestroy(change),
    ...replacementFacts(resource),
    changed,
    unknown,
    follows_cluster: followsCluster,
    subnets: subnetIds.map((id) => ({
      id,
      zone: around.zones.get(id),
      free_ips: live.subnets?.[id]?.freeIps,
    })),
    rolls: rollsNodes(action, changed, around),
    removes_template: removesTemplate,
    protected: [name, around.fleetGroup ?? undefined].some(
      (each) => each !== undefined && matchesPattern(each, parameters.protectedGroups),
    ),
    health_issues: (around.liveGroup?.healthIssues ?? []).map(({ code, message }) => `${code}: ${message}`),
    update_in_progress: (around.liveGroup?.status ?? textOf(member(change.before, "status"))) === "UPDATING",
  };
}

function budgetText({ namespace, name, why, pods }: BlockingBudget): string {
  const reason = why === "several-budgets" ? "more than one budget holds" : "holds";
  return `${namespace}/${name} (${reason} ${pods.join(", ")})`;
}

function sideOf(values: JsonValue | undefined, around: NodeGroupSurroundings): NodeGroupSide | undefined {
  if (values === null || values === undefined) return undefined;
  return nodeGroupSide(values, {
    today: around.today,
    requiredTags: around.parameters.requiredTags,
    templateInstanceType: around.template?.instanceType,
  });
}

/** Facts of the planned side that are only known after apply, by their names in the facts. */
function unknownFacts(afterUnknown: JsonValue): string[] {
  const scaling = member(afterUnknown, "scaling_config");
  const sizes = elements(scaling)[0];
  const whole = scaling === true;
  const candidates: [string, boolean][] = [
    ["version", hasUnknown(member(afterUnknown, "version"))],
    ["release_version", hasUnknown(member(afterUnknown, "release_version"))],
    ["ami_type", hasUnknown(member(afterUnknown, "ami_type"))],
    ["capacity_type", hasUnknown(member(afterUnknown, "capacity_type"))],
    ["instance_types", hasUnknown(member(afterUnknown, "instance_types"))],
    ["subnets", hasUnknown(member(afterUnknown, "subnet_ids"))],
    ["labels", hasUnknown(member(afterUnknown, "labels"))],
    ["taints", hasUnknown(member(afterUnknown, "taint"))],
    ["tags", hasUnknown(member(afterUnknown, "tags_all"))],
    ["desired", whole || hasUnknown(member(sizes, "desired_size"))],
    ["min", whole || hasUnknown(member(sizes, "min_size"))],
    ["max", whole || hasUnknown(member(sizes, "max_size"))],
    [
      "launch_template_version",
      hasUnknown(member(elements(member(afterUnknown, "launch_template"))[0], "version")) ||
        member(afterUnknown, "launch_template") === true,
    ],
  ];
  return candidates.filter(([, unknown]) => unknown).map(([name]) => name);
}

function fleetZones({ fleetZone }: NodeGroupSurroundings): string[] | undefined {
  return typeof fleetZone === "string" ? [fleetZone] : undefined;
}

function zonesOf(
  subnetIds: readonly string[] | undefined,
  around: NodeGroupSurroundings,
): string[] | undefined {
  if (subnetIds === undefined || subnetIds.length === 0) return undefined;
  const found = subnetIds.map((id) => around.zones.get(id));
  const known = found.filter((zone): zone is string => zone !== undefined);
  return known.length === found.length ? [...new Set(known)].sort() : undefined;
}

function volumesIn(zones: readonly string[], volumes: LiveCluster["volumesByZone"]): number | undefined {
  return volumes && zones.reduce((sum, zone) => sum + (volumes[zone] ?? 0), 0);
}

/** max(2 × zones, max unavailable): the nodes that EKS adds while it rolls a group. */
function surgeOf(side: NodeGroupSide | undefined, zones: readonly string[] | undefined): number | undefined {
  const zoneCount = zones?.length ?? (side?.subnets?.length === 1 ? 1 : undefined);
  if (side === undefined || zoneCount === undefined) return undefined;
  const share = side.max_unavailable_percentage;
  const unavailable =
    share === undefined ? (side.max_unavailable ?? 1) : Math.ceil(((side.desired ?? 0) * share) / 100);
  return Math.max(2 * zoneCount, unavailable);
}

function rollsNodes(action: string, changed: readonly string[], around: NodeGroupSurroundings): boolean {
  if (action === "replace") return true;
  if (action !== "update") return false;
  // Our own plan knows its calls; in a foreign one these attributes are what UpdateNodegroupVersion is for.
  if (around.objects.plan.fleetwright !== undefined) return around.effect !== undefined;
  return ["version", "release_version", "launch_template"].some((name) => changed.includes(name));
}

/**
 * The desired size that the configuration asks for while `ignore_changes` keeps the live one. Our own plan
 * lists it; in a foreign plan a constant that differs from the planned value gives it away.
 */
function desiredSizes(
  resource: ResourceChange,
  around: NodeGroupSurroundings,
): { configured_desired: number | undefined; clamped_desired: number | undefined } {
  const extras = around.objects.plan.fleetwright;
  if (extras !== undefined) {
    const ignored = extras.ignored_changes.find(
      (each) =>
        each.address === resource.address &&
        each.path.at(-1) === "desired_size" &&
        each.lost_on_replacement !== true,
    );
    return { configured_desired: countOf(ignored?.configured), clamped_desired: countOf(ignored?.will_send) };
  }
  const planned = countOf(
    member(elements(member(resource.change.after, "scaling_config"))[0], "desired_size"),
  );
  const written = elements(member(around.objects.configuration.expressionsOf(resource), "scaling_config"))[0];
  const configured = countOf(member(member(written, "desired_size"), "constant_value"));
  const ignored = resource.change.before !== null && configured !== undefined && configured !== planned;
  return { configured_desired: ignored ? configured : undefined, clamped_desired: undefined };
}
