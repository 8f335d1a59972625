import { inPlace } from "../world/keys.js";
import type { AsgRecord, InstanceRecord, Place, SubnetRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { recordActivity } from "./activities.js";
import { forgetLaunchFailures, noteLaunchFailure, shortageMessage, shortageOf } from "./shortages.js";
import { freeAddresses, ipv4At } from "./subnet-addresses.js";

/** The instances of a group that are there or coming. */
export function activeInstances(world: World, group: AsgRecord): InstanceRecord[] {
  return world.tables.instances
    .by("asg", inPlace(group, group.name))
    .filter(({ state }) => state === "pending" || state === "running");
}

/**
 * Launches or terminates instances until the group has as many as it desires. New ones go to the zone that
 * has the fewest; those that go first are the ones from an older template. A launch that finds no free
 * address fails and is recorded as an activity; suspended processes do nothing.
 */
export function reconcileCapacity(world: World, group: AsgRecord, cause: string): void {
  const active = activeInstances(world, group);
  const missing = group.desired - active.length;
  if (missing > 0 && !group.suspended.includes("Launch")) launch(world, group, active, missing, cause);
  else if (missing <= 0) forgetLaunchFailures(world, group);
  if (missing < 0 && !group.suspended.includes("Terminate")) {
    terminateInstances(world, group, surplus(group, active, -missing), cause);
  }
}

/** Terminates instances; whether the group replaces them is for its desired capacity to say. */
export function terminateInstances(
  world: World,
  group: AsgRecord,
  instances: readonly InstanceRecord[],
  cause: string,
): void {
  if (instances.length === 0) return;
  for (const instance of instances) {
    world.tables.instances.put({ ...instance, state: "shutting-down", ready: false });
    recordActivity(world, group, `Terminating EC2 instance: ${instance.id}`, cause);
  }
  world.schedule(world.timings.instanceTerminate, {
    type: "instances-terminated",
    instances: instances.map(({ id }) => id),
  });
}

/** Changes a group's sizes and starts what follows from it. */
export function resizeGroup(
  world: World,
  place: Place,
  name: string,
  sizes: { readonly minSize?: number; readonly maxSize?: number; readonly desired?: number },
  cause: string,
): AsgRecord | undefined {
  const group = world.tables.autoScalingGroups.update(inPlace(place, name), (old) => ({ ...old, ...sizes }));
  if (group !== undefined) reconcileCapacity(world, group, cause);
  return group;
}

function launch(
  world: World,
  group: AsgRecord,
  active: readonly InstanceRecord[],
  count: number,
  cause: string,
): void {
  const subnets = group.subnets.flatMap((id) => world.tables.subnets.get(inPlace(group, id)) ?? []);
  const room = subnets.map((subnet) => ({
    subnet,
    load: active.filter(({ subnetId }) => subnetId === subnet.id).length,
    free: world.lax ? Number.POSITIVE_INFINITY : freeAddresses(world, subnet),
  }));
  const launched: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const open = room.filter(({ free }) => free > 0).sort((left, right) => left.load - right.load);
    const types = typesFrom(group, i);
    const found = open
      .flatMap((place) => types.map((type) => ({ place, type })))
      .find(({ place, type }) => shortageOf(world, group, type, place.subnet.zone) === undefined);
    const place = found?.place;
    if (found === undefined || place === undefined) {
      // Groups whose subnets nobody declared still get their instances, in a zone made up for them.
      if (subnets.length === 0 && world.lax) {
        launched.push(start(world, group, undefined, types[0] ?? DEFAULT_TYPE).id);
        continue;
      }
      failLaunch(world, group, cause, types, open[0]?.subnet);
      break;
    }
    place.load += 1;
    place.free -= 1;
    launched.push(start(world, group, place.subnet, found.type).id);
  }
  if (launched.length === count) forgetLaunchFailures(world, group);
  if (launched.length === 0) return;
  for (const id of launched) recordActivity(world, group, `Launching a new EC2 instance: ${id}`, cause);
  world.schedule(world.timings.instanceBoot, { type: "instances-running", instances: launched });
}

const DEFAULT_TYPE = "t3.medium";

/** The instance types of a group, beginning with another one for every launch. */
function typesFrom(group: AsgRecord, position: number): readonly string[] {
  const { instanceTypes } = group;
  if (instanceTypes.length === 0) return [DEFAULT_TYPE];
  const first = position % instanceTypes.length;
  return [...instanceTypes.slice(first), ...instanceTypes.slice(0, first)];
}

/** A launch that found no address, or no capacity where there was one: an activity, and a health issue. */
function failLaunch(
  world: World,
  group: AsgRecord,
  cause: string,
  types: readonly string[],
  subnet: SubnetRecord | undefined,
): void {
  const full = subnet === undefined;
  const failed = full
    ? "There are not enough free addresses in the subnets of this group. Launching EC2 instance failed."
    : shortageMessage(group, types, subnet.zone);
  recordActivity(world, group, "Launching a new EC2 instance", cause, { failed });
  noteLaunchFailure(world, group, {
    code: full ? "InsufficientFreeAddresses" : "AsgInstanceLaunchFailures",
    message: full
      ? "One or more of the subnets associated with your node group do not have enough available IP addresses for new nodes"
      : failed,
    resourceIds: [group.name],
  });
}

function start(
  world: World,
  group: AsgRecord,
  subnet: SubnetRecord | undefined,
  type: string,
): InstanceRecord {
  const zone = subnet?.zone ?? `${group.region}a`;
  return world.tables.instances.put({
    account: group.account,
    region: group.region,
    id: world.ids.ec2("i"),
    asg: group.name,
    type,
    subnetId: subnet?.id ?? group.subnets[0] ?? "subnet-0",
    zone,
    imageId: group.image.imageId,
    state: "pending",
    launchedAt: world.now(),
    privateIp: ipv4At(subnet?.cidr ?? "10.255.0.0/16", world.ids.counter),
    templateVersion: group.launchTemplate.version,
    kubernetesVersion: group.image.kubernetesVersion,
    releaseVersion: group.image.releaseVersion,
    spot: group.spot,
    ready: false,
  });
}

function surplus(group: AsgRecord, active: readonly InstanceRecord[], count: number): InstanceRecord[] {
  const current = group.launchTemplate.version;
  const rank = (instance: InstanceRecord): number =>
    (instance.cordoned === true ? 0 : 4) +
    (instance.templateVersion === current ? 2 : 0) +
    (instance.state === "pending" ? 0 : 1);
  return active
    .filter((instance) => instance.protected !== true)
    .sort((left, right) => rank(left) - rank(right) || left.launchedAt - right.launchedAt)
    .slice(0, count);
}
