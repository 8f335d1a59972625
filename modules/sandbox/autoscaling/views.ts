import { activeInstances } from "../capacity/auto-scaling-capacity.js";
import type { Answer, Call } from "../protocol/call.js";
import { inPlace } from "../world/keys.js";
import type { ActivityRecord, AsgRecord } from "../world/records.js";

export function groupArn(group: AsgRecord): string {
  return `arn:aws:autoscaling:${group.region}:${group.account}:autoScalingGroup:${group.uuid}:autoScalingGroupName/${group.name}`;
}

/** A group as DescribeAutoScalingGroups shows it, with its instances. */
export function groupView(call: Call, group: AsgRecord): Answer {
  const template = {
    LaunchTemplateId: group.launchTemplate.id,
    LaunchTemplateName: group.launchTemplate.name,
  };
  const zones = new Set(
    group.subnets.flatMap((id) => call.world.tables.subnets.get(inPlace(group, id))?.zone ?? []),
  );
  return {
    AutoScalingGroupName: group.name,
    AutoScalingGroupARN: groupArn(group),
    MixedInstancesPolicy: {
      LaunchTemplate: {
        LaunchTemplateSpecification: { ...template, Version: String(group.launchTemplate.version) },
        Overrides: group.instanceTypes.map((type) => ({ InstanceType: type })),
      },
      InstancesDistribution: {
        OnDemandAllocationStrategy: "prioritized",
        OnDemandBaseCapacity: 0,
        OnDemandPercentageAboveBaseCapacity: group.spot ? 0 : 100,
        SpotAllocationStrategy: "price-capacity-optimized",
      },
    },
    MinSize: group.minSize,
    MaxSize: group.maxSize,
    DesiredCapacity: group.desired,
    DefaultCooldown: 300,
    AvailabilityZones: [...zones],
    LoadBalancerNames: [],
    TargetGroupARNs: [],
    HealthCheckType: "EC2",
    HealthCheckGracePeriod: 15,
    Instances: activeInstances(call.world, group).map((instance) => ({
      InstanceId: instance.id,
      InstanceType: instance.type,
      AvailabilityZone: instance.zone,
      LifecycleState: instance.state === "running" ? "InService" : "Pending",
      HealthStatus: "Healthy",
      LaunchTemplate: { ...template, Version: String(instance.templateVersion) },
      ProtectedFromScaleIn: instance.protected === true,
    })),
    CreatedTime: new Date(group.createdAt).toISOString(),
    SuspendedProcesses: group.suspended.map((process) => ({
      ProcessName: process,
      SuspensionReason: "User suspended",
    })),
    VPCZoneIdentifier: group.subnets.join(","),
    EnabledMetrics: [],
    ...(group.deleting === true ? { Status: "Delete in progress" } : {}),
    Tags: Object.entries(group.tags).map(([key, value]) => ({
      ResourceId: group.name,
      ResourceType: "auto-scaling-group",
      Key: key,
      Value: value,
      PropagateAtLaunch: true,
    })),
    TerminationPolicies: ["AllocationStrategy", "OldestLaunchTemplate", "OldestInstance"],
    NewInstancesProtectedFromScaleIn: false,
    CapacityRebalance: group.spot,
  };
}

export function activityView(call: Call, activity: ActivityRecord): Answer {
  const over = activity.endedAt !== undefined && activity.endedAt <= call.world.now();
  return {
    ActivityId: activity.id,
    AutoScalingGroupName: activity.asg,
    Description: activity.description,
    Cause: activity.cause,
    StartTime: new Date(activity.startedAt).toISOString(),
    ...(over && activity.endedAt !== undefined ? { EndTime: new Date(activity.endedAt).toISOString() } : {}),
    StatusCode: over || activity.status === "Failed" ? activity.status : "InProgress",
    ...(activity.statusMessage === undefined ? {} : { StatusMessage: activity.statusMessage }),
    Progress: over ? 100 : 50,
    Details: "{}",
  };
}

/** A warm pool as DescribeWarmPool shows it; nothing where the node group has none. */
export function warmPoolView(config: Readonly<Record<string, unknown>> | undefined): Answer {
  if (config?.enabled !== true) return { Instances: [] };
  const { minSize, maxGroupPreparedCapacity, poolState, reuseOnScaleIn } = config;
  const state = typeof poolState === "string" ? poolState : "STOPPED";
  return {
    WarmPoolConfiguration: {
      ...(typeof maxGroupPreparedCapacity === "number"
        ? { MaxGroupPreparedCapacity: maxGroupPreparedCapacity }
        : {}),
      MinSize: typeof minSize === "number" ? minSize : 0,
      PoolState: `${state.charAt(0)}${state.slice(1).toLowerCase()}`,
      InstanceReusePolicy: { ReuseOnScaleIn: reuseOnScaleIn === true },
    },
    Instances: [],
  };
}
