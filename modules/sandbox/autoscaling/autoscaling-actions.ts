import { reconcileCapacity, resizeGroup, terminateInstances } from "../capacity/auto-scaling-capacity.js";
import { noticeDesiredSizeLater } from "../capacity/instance-events.js";
import type { QueryOperation } from "../ec2/actions.js";
import { AwsError } from "../protocol/aws-error.js";
import type { Answer, Call } from "../protocol/call.js";
import { pageOf } from "../protocol/pagination.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace, nodegroupKey, placeKey } from "../world/keys.js";
import type { AsgRecord, InstanceRecord } from "../world/records.js";
import { activityView, groupView, warmPoolView } from "./views.js";

export const AUTOSCALING_NAMESPACE = "http://autoscaling.amazonaws.com/doc/2011-01-01/";

const validationError = (message: string): AwsError => new AwsError("ValidationError", 400, message);

/** Auto Scaling: the groups behind node groups. */
export const autoscalingActions: Readonly<Record<string, QueryOperation>> = {
  DescribeAutoScalingGroups: (call, parameters) => {
    const names = parameters.strings("AutoScalingGroupNames");
    const { autoScalingGroups } = call.world.tables;
    const asked =
      names.length === 0
        ? autoScalingGroups.by("place", placeKey(call.place))
        : names.flatMap((name) => autoScalingGroups.get(inPlace(call.place, name)) ?? []);
    const filtered = parameters.list("Filters").reduce((groups, filter) => {
      const name = filter.string("Name") ?? "";
      const values = filter.strings("Values");
      return groups.filter((group) => groupMatches(group, name, values));
    }, asked);
    const page = pageFor(filtered, ({ name }) => name, parameters, 50);
    return {
      AutoScalingGroups: page.items.map((group) => groupView(call, group)),
      NextToken: page.nextToken,
    };
  },

  DescribeAutoScalingInstances: (call, parameters) => {
    const ids = parameters.strings("InstanceIds");
    const { instances } = call.world.tables;
    const asked = (
      ids.length === 0
        ? instances.by("place", placeKey(call.place))
        : ids.flatMap((id) => instances.get(id) ?? [])
    ).filter(({ asg, state }) => asg !== "" && (state === "pending" || state === "running"));
    const page = pageFor(asked, ({ id }) => id, parameters, 50);
    return {
      AutoScalingInstances: page.items.map((instance) => ({
        InstanceId: instance.id,
        InstanceType: instance.type,
        AutoScalingGroupName: instance.asg,
        AvailabilityZone: instance.zone,
        LifecycleState: instance.state === "running" ? "InService" : "Pending",
        HealthStatus: "HEALTHY",
        ProtectedFromScaleIn: instance.protected === true,
      })),
      NextToken: page.nextToken,
    };
  },

  DescribeScalingActivities: (call, parameters) => {
    const name = parameters.string("AutoScalingGroupName");
    const groups =
      name === undefined
        ? call.world.tables.autoScalingGroups.by("place", placeKey(call.place))
        : [findGroup(call, name)];
    const activities = groups
      .flatMap((group) => call.world.tables.activities.by("asg", inPlace(group, group.name)))
      .reverse();
    const order = new Map(activities.map(({ id }, index) => [id, String(index).padStart(9, "0")]));
    const page = pageFor(activities, ({ id }) => order.get(id) ?? id, parameters, 100);
    return {
      Activities: page.items.map((activity) => activityView(call, activity)),
      NextToken: page.nextToken,
    };
  },

  /** EKS keeps the warm pool of a group as its node group says; the sandbox keeps no instances in it. */
  DescribeWarmPool: (call, parameters) => {
    const group = findGroup(call, parameters.string("AutoScalingGroupName") ?? "");
    const owner = group.nodegroup;
    const nodegroup =
      owner && call.world.tables.nodegroups.get(nodegroupKey(group, owner.cluster, owner.name));
    return warmPoolView(nodegroup?.warmPoolConfig);
  },

  SetDesiredCapacity: (call, parameters) => {
    const group = findGroup(call, parameters.string("AutoScalingGroupName") ?? "");
    const desired = numberOf(parameters, "DesiredCapacity");
    if (desired === undefined) throw validationError("DesiredCapacity is missing");
    setDesiredCapacity(call, group, desired);
    return {};
  },

  UpdateAutoScalingGroup: (call, parameters) => {
    const group = findGroup(call, parameters.string("AutoScalingGroupName") ?? "");
    const minSize = numberOf(parameters, "MinSize") ?? group.minSize;
    const maxSize = numberOf(parameters, "MaxSize") ?? group.maxSize;
    const asked = numberOf(parameters, "DesiredCapacity");
    if (minSize > maxSize) throw validationError("Max bound must be greater than or equal to min bound");
    const desired = asked ?? Math.min(Math.max(group.desired, minSize), maxSize);
    checkDesired(desired, minSize, maxSize);
    const changed = resizeGroup(
      call.world,
      call.place,
      group.name,
      { minSize, maxSize, desired },
      `a user request update of AutoScalingGroup constraints to min: ${minSize}, max: ${maxSize}, desired: ${desired}.`,
    );
    if (changed !== undefined) noticeDesiredSizeLater(call.world, changed);
    return {};
  },

  TerminateInstanceInAutoScalingGroup: (call, parameters) => {
    const id = parameters.string("InstanceId") ?? "";
    const instance = call.world.tables.instances.get(id);
    const group = instance && call.world.tables.autoScalingGroups.get(inPlace(instance, instance.asg));
    if (instance === undefined || group === undefined) {
      throw validationError(`Instance Id not found - No managed instance found for instance ID: ${id}`);
    }
    const shrink = /^true$/i.test(parameters.string("ShouldDecrementDesiredCapacity") ?? "");
    if (shrink && group.desired - 1 < group.minSize) {
      throw validationError(
        `Currently, desiredSize equals minSize (${group.minSize}). Terminating instance without replacement will violate group's min size constraint. Either set shouldDecrementDesiredCapacity flag to false or lower group's min size.`,
      );
    }
    terminateInstances(
      call.world,
      group,
      [instance],
      `instance ${id} was taken out of service in response to a user request.`,
    );
    const resized = resizeGroup(
      call.world,
      call.place,
      group.name,
      shrink ? { desired: group.desired - 1 } : {},
      "an instance was started in response to a difference between desired and actual capacity.",
    );
    if (shrink && resized !== undefined) noticeDesiredSizeLater(call.world, resized);
    return { Activity: terminationActivity(call, group, instance) };
  },

  SetInstanceProtection: (call, parameters) => {
    const on = /^true$/i.test(parameters.string("ProtectedFromScaleIn") ?? "");
    for (const id of parameters.strings("InstanceIds")) {
      call.world.tables.instances.update(id, (row) => ({ ...row, protected: on }));
    }
    return {};
  },

  CreateOrUpdateTags: (call, parameters) => {
    changeTags(call, parameters, (tags, key, value) => ({ ...tags, [key]: value }));
    return {};
  },

  DeleteTags: (call, parameters) => {
    changeTags(call, parameters, (tags, key) =>
      Object.fromEntries(Object.entries(tags).filter(([name]) => name !== key)),
    );
    return {};
  },

  DescribeTags: (call, parameters) => {
    const filters = parameters.list("Filters");
    const all = call.world.tables.autoScalingGroups.by("place", placeKey(call.place)).flatMap((group) =>
      Object.entries(group.tags).map(([key, value]) => ({
        ResourceId: group.name,
        ResourceType: "auto-scaling-group",
        Key: key,
        Value: value,
        PropagateAtLaunch: true,
      })),
    );
    const filtered = all.filter((tag) =>
      filters.every((filter) => {
        const values = filter.strings("Values");
        switch (filter.string("Name")) {
          case "auto-scaling-group":
            return values.includes(tag.ResourceId);
          case "key":
            return values.includes(tag.Key);
          case "value":
            return values.includes(tag.Value);
          default:
            return true;
        }
      }),
    );
    const page = pageFor(filtered, (tag) => `${tag.ResourceId}/${tag.Key}`, parameters, 50);
    return { Tags: page.items, NextToken: page.nextToken };
  },

  SuspendProcesses: (call, parameters) => suspend(call, parameters, true),
  ResumeProcesses: (call, parameters) => suspend(call, parameters, false),
};

/**
 * Sets a group's desired capacity within its limits; EKS sees it some time later.
 * @throws ValidationError
 */
export function setDesiredCapacity(call: Pick<Call, "world">, group: AsgRecord, desired: number): void {
  checkDesired(desired, group.minSize, group.maxSize);
  const changed = resizeGroup(
    call.world,
    group,
    group.name,
    { desired },
    `a user request explicitly set group desired capacity changing the desired capacity from ${group.desired} to ${desired}.`,
  );
  if (changed !== undefined) noticeDesiredSizeLater(call.world, changed);
}

function checkDesired(desired: number, minSize: number, maxSize: number): void {
  if (desired > maxSize) {
    throw validationError(
      `New SetDesiredCapacity value ${desired} is above max value ${maxSize} for the AutoScalingGroup.`,
    );
  }
  if (desired < minSize) {
    throw validationError(
      `New SetDesiredCapacity value ${desired} is below min value ${minSize} for the AutoScalingGroup.`,
    );
  }
}

function findGroup(call: Call, name: string): AsgRecord {
  const group = call.world.tables.autoScalingGroups.get(inPlace(call.place, name));
  if (group === undefined)
    throw validationError(`AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`);
  return group;
}

function groupMatches(group: AsgRecord, filter: string, values: readonly string[]): boolean {
  if (filter.startsWith("tag:")) {
    const value = group.tags[filter.slice(4)];
    return value !== undefined && (values.length === 0 || values.includes(value));
  }
  if (filter === "tag-key") return Object.keys(group.tags).some((key) => values.includes(key));
  if (filter === "tag-value") return Object.values(group.tags).some((value) => values.includes(value));
  throw validationError(
    `Filter type ${filter} is not correct. Allowed Filter types are: tag-key tag-value tag:<key>`,
  );
}

function numberOf(parameters: QueryParameters, name: string): number | undefined {
  const text = parameters.string(name);
  if (text === undefined) return undefined;
  if (!/^\d{1,6}$/.test(text)) throw validationError(`Value '${text}' at '${name}' is not a valid size`);
  return Number(text);
}

function pageFor<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  parameters: QueryParameters,
  defaultSize: number,
) {
  const size = Number(parameters.string("MaxRecords") ?? defaultSize);
  const page =
    Number.isInteger(size) && size > 0
      ? pageOf(rows, nameOf, Math.min(size, 100), parameters.string("NextToken"))
      : undefined;
  if (page === undefined) throw new AwsError("InvalidNextToken", 400, "The token or page size is not valid.");
  return page;
}

function changeTags(
  call: Call,
  parameters: QueryParameters,
  change: (tags: AsgRecord["tags"], key: string, value: string) => AsgRecord["tags"],
): void {
  for (const tag of parameters.list("Tags")) {
    const group = findGroup(call, tag.string("ResourceId") ?? "");
    const tags = change(group.tags, tag.string("Key") ?? "", tag.string("Value") ?? "");
    call.world.tables.autoScalingGroups.put({ ...group, tags });
  }
}

function suspend(call: Call, parameters: QueryParameters, on: boolean): Answer {
  const group = findGroup(call, parameters.string("AutoScalingGroupName") ?? "");
  const named = parameters.strings("ScalingProcesses");
  const processes = named.length > 0 ? named : ["Launch", "Terminate", "AZRebalance"];
  const others = group.suspended.filter((process) => !processes.includes(process));
  const changed = call.world.tables.autoScalingGroups.put({
    ...group,
    suspended: on ? [...others, ...processes] : others,
  });
  if (!on) reconcileCapacity(call.world, changed, "suspended processes were resumed.");
  return {};
}

function terminationActivity(call: Call, group: AsgRecord, instance: InstanceRecord): Answer {
  const last = call.world.tables.activities
    .by("asg", inPlace(group, group.name))
    .findLast(({ description }) => description.includes(instance.id));
  return last === undefined ? {} : { ...activityView(call, last), StatusCode: "InProgress", Progress: 0 };
}
