import { inPlace, nodegroupKey } from "../world/keys.js";
import type { AsgRecord, InstanceRecord, NodegroupRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { activeInstances, reconcileCapacity, terminateInstances } from "./auto-scaling-capacity.js";

/** What is wrong with a node, in the words of EKS's node monitoring agent. */
export interface NodeTrouble {
  readonly condition: string;
  readonly reason: string;
}

/** Makes a node not ready until somebody or its node group's repair makes it well. */
export function breakNode(world: World, instance: InstanceRecord, trouble: NodeTrouble): void {
  world.tables.instances.put({ ...instance, ready: false, unhealthySince: world.now(), trouble });
  const repair = repairOf(world, instance, trouble);
  if (repair === undefined) return;
  world.schedule(repair.waitSeconds, { type: "node-repair", instance: instance.id });
}

export function healNode(world: World, instance: InstanceRecord): void {
  const { unhealthySince: _s, trouble: _t, ...rest } = instance;
  world.tables.instances.put({ ...rest, ready: instance.state === "running" });
}

const RETRY_SECONDS = 60;

/**
 * EKS's automatic node repair: a node that has been unhealthy long enough is replaced or rebooted, unless more
 * nodes are unhealthy than the group's threshold allows; never more at once than its limit.
 */
export function repairNode(world: World, id: string): void {
  const instance = world.tables.instances.get(id);
  if (instance?.unhealthySince === undefined || instance.trouble === undefined) return;
  const repair = repairOf(world, instance, instance.trouble);
  const found = nodegroupOf(world, instance);
  if (repair === undefined || found === undefined) return;
  const { nodegroup, group } = found;
  const nodes = activeInstances(world, group);
  const unhealthy = nodes.filter(({ unhealthySince }) => unhealthySince !== undefined);
  const config = nodegroup.nodeRepairConfig ?? {};
  const threshold =
    limitOf(config, "maxUnhealthyNodeThreshold", nodes.length) ??
    (nodes.length > 5 ? Math.floor(nodes.length / 5) : nodes.length);
  if (unhealthy.length > threshold) return;
  const parallel = limitOf(config, "maxParallelNodesRepaired", nodes.length) ?? nodes.length;
  const starting = nodes.filter((node) => !node.ready && node.unhealthySince === undefined).length;
  if (starting >= parallel) {
    world.schedule(RETRY_SECONDS, { type: "node-repair", instance: id });
    return;
  }
  if (repair.action === "Reboot") {
    const { unhealthySince: _s, trouble: _t, ...rest } = instance;
    world.tables.instances.put(rest);
    world.schedule(world.timings.nodeReady, { type: "instances-ready", instances: [id] });
    return;
  }
  terminateInstances(world, group, [instance], `node auto repair replaced instance ${id}.`);
  reconcileCapacity(
    world,
    group,
    "an instance was started in response to a difference between desired and actual capacity.",
  );
}

/** What the group's configuration does about a trouble, and after how long; undefined for nothing. */
function repairOf(
  world: World,
  instance: InstanceRecord,
  trouble: NodeTrouble,
): { readonly action: string; readonly waitSeconds: number } | undefined {
  const config = nodegroupOf(world, instance)?.nodegroup.nodeRepairConfig;
  if (config?.enabled !== true) return undefined;
  const overrides = Array.isArray(config.nodeRepairConfigOverrides) ? config.nodeRepairConfigOverrides : [];
  const override: unknown = overrides.find(
    (entry: unknown) =>
      memberOf(entry, "nodeMonitoringCondition") === trouble.condition &&
      memberOf(entry, "nodeUnhealthyReason") === trouble.reason,
  );
  const action = memberOf(override, "repairAction") ?? "Replace";
  const minutes = memberOf(override, "minRepairWaitTimeMins");
  if (action === "NoAction" || typeof action !== "string") return undefined;
  return {
    action,
    waitSeconds: typeof minutes === "number" ? minutes * 60 : world.timings.nodeRepairWait,
  };
}

function nodegroupOf(
  world: World,
  instance: InstanceRecord,
): { readonly nodegroup: NodegroupRecord; readonly group: AsgRecord } | undefined {
  const group = world.tables.autoScalingGroups.get(inPlace(instance, instance.asg));
  const nodegroup =
    group?.nodegroup &&
    world.tables.nodegroups.get(nodegroupKey(group, group.nodegroup.cluster, group.nodegroup.name));
  return group === undefined || nodegroup === undefined ? undefined : { nodegroup, group };
}

/** A limit that is given as a count or as a percentage of the nodes. */
function limitOf(config: Readonly<Record<string, unknown>>, name: string, nodes: number): number | undefined {
  const count = config[`${name}Count`];
  const percentage = config[`${name}Percentage`];
  if (typeof count === "number") return count;
  return typeof percentage === "number" ? Math.max(1, Math.floor((nodes * percentage) / 100)) : undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
