import { instanceArchitecture } from "../resolve/architecture.js";
import { type AmiType, dataDeviceName } from "../schema/ami-types.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import type { EksctlNodeGroup } from "./eksctl-schema.js";

/** What became of a node group, and what did not fit: key of the group and why. */
export interface ConvertedNodeGroup {
  readonly nodeGroup: { readonly name: string } & NodeGroupSettings;
  readonly left: readonly { readonly key: string; readonly reason: string }[];
}

/** A managed node group of eksctl as one of a fleet: over all its zones, as eksctl makes them. */
export function convertNodeGroup(group: EksctlNodeGroup, zones: readonly string[]): ConvertedNodeGroup {
  const left: { key: string; reason: string }[] = [];
  const instanceTypes = group.instanceTypes ?? [group.instanceType ?? "m5.large"];
  const max = group.maxSize ?? Math.max(group.desiredCapacity ?? group.minSize ?? 2, 1);
  const min = group.minSize ?? group.desiredCapacity ?? Math.min(2, max);
  const chosen = group.availabilityZones?.filter((zone) => zones.includes(zone));
  const role = group.iam?.instanceRoleARN;
  const attached = group.securityGroups?.attachIDs;
  const nodeGroup: { name: string } & NodeGroupSettings = {
    name: group.name,
    layout: "all-zones",
    ...(chosen === undefined || chosen.length === 0 ? {} : { zones: chosen }),
    ...(group.spot === true ? { capacityType: "SPOT" } : {}),
    instanceTypes,
    ...image(group, instanceTypes, left),
    rootVolume: volume(group, left),
    ...(role === undefined ? {} : { nodeRole: role }),
    ...(attached === undefined || attached.length === 0 ? {} : { securityGroups: attached }),
    ...(group.labels === undefined ? {} : { labels: group.labels }),
    ...(group.taints === undefined ? {} : { taints: taintsOf(group.taints, left) }),
    ...(group.tags === undefined ? {} : { tags: group.tags }),
    scaling: {
      min,
      max,
      ...(group.desiredCapacity === undefined ? {} : { desired: group.desiredCapacity }),
    },
    ...updateConfig(group),
    ...nodeRepair(group),
  };
  if (group.subnets !== undefined) {
    left.push({ key: "subnets", reason: "Say the subnets by zone: subnets: {eu-central-1a: subnet-…}." });
  }
  return { nodeGroup, left };
}

type Left = { key: string; reason: string }[];

function image(
  group: EksctlNodeGroup,
  instanceTypes: readonly string[],
  left: Left,
): Pick<NodeGroupSettings, "ami" | "userData"> {
  const family = group.amiFamily ?? "AmazonLinux2023";
  if (group.ami !== undefined && /^ami-/.test(group.ami)) {
    const bootstraps = {
      AmazonLinux2023: "nodeadm",
      AmazonLinux2: "bootstrap.sh",
      Bottlerocket: "bottlerocket",
    } as const;
    const bootstrap = Object.entries(bootstraps).find(([name]) => name === family)?.[1];
    if (bootstrap === undefined) {
      left.push({ key: "amiFamily", reason: `Write user data that joins ${family} nodes to the cluster.` });
      return { ami: { id: group.ami } };
    }
    return { ami: { id: group.ami }, userData: { bootstrap } };
  }
  const type = amiType(family, instanceTypes[0] ?? "");
  if (type === undefined) {
    left.push({
      key: "amiFamily",
      reason: `EKS has no image of the family ${family}: name one with ami.id.`,
    });
    return {};
  }
  const { releaseVersion } = group;
  return { ami: { type, ...(releaseVersion === undefined ? {} : { releaseVersion }) } };
}

function amiType(family: string, instanceType: string): AmiType | undefined {
  const arm = instanceArchitecture(instanceType) === "arm64";
  switch (family) {
    case "AmazonLinux2023":
      return arm ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD";
    case "AmazonLinux2":
      return arm ? "AL2_ARM_64" : "AL2_x86_64";
    case "Bottlerocket":
      return arm ? "BOTTLEROCKET_ARM_64" : "BOTTLEROCKET_x86_64";
    case "WindowsServer2019CoreContainer":
      return "WINDOWS_CORE_2019_x86_64";
    case "WindowsServer2019FullContainer":
      return "WINDOWS_FULL_2019_x86_64";
    case "WindowsServer2022CoreContainer":
      return "WINDOWS_CORE_2022_x86_64";
    case "WindowsServer2022FullContainer":
      return "WINDOWS_FULL_2022_x86_64";
    default:
      return undefined;
  }
}

/** eksctl's own defaults: 80 GiB of gp3. */
function volume(group: EksctlNodeGroup, left: Left): NonNullable<NodeGroupSettings["rootVolume"]> {
  const types = ["gp3", "gp2", "io1", "io2"] as const;
  const type = types.find((each) => each === (group.volumeType ?? "gp3"));
  if (type === undefined) {
    left.push({ key: "volumeType", reason: `${group.volumeType} cannot hold a root volume in a fleet.` });
  }
  return {
    sizeGib: group.volumeSize ?? 80,
    ...(type === undefined ? {} : { type }),
    ...(group.volumeIOPS === undefined ? {} : { iops: group.volumeIOPS }),
    ...(group.volumeThroughput === undefined ? {} : { throughput: group.volumeThroughput }),
    encrypted: group.volumeEncrypted ?? false,
    ...(group.volumeKmsKeyID === undefined ? {} : { kmsKeyId: group.volumeKmsKeyID }),
    ...(group.amiFamily === "Bottlerocket" ? { deviceName: dataDeviceName("bottlerocket") } : {}),
  };
}

function taintsOf(
  taints: NonNullable<EksctlNodeGroup["taints"]>,
  left: Left,
): NonNullable<NodeGroupSettings["taints"]> {
  const listed = Array.isArray(taints)
    ? taints
    : Object.entries(taints).map(([key, written]) => {
        const [value, effect] = written.includes(":") ? written.split(":") : [undefined, written];
        return { key, value, effect: effect ?? "" };
      });
  const effects = ["NoSchedule", "NoExecute", "PreferNoSchedule"] as const;
  return listed.flatMap(({ key, value, effect }) => {
    const known = effects.find((each) => each === effect);
    if (known === undefined) {
      left.push({ key: "taints", reason: `"${effect}" is no effect of a taint.` });
      return [];
    }
    return [{ key, effect: known, ...(value === undefined || value === "" ? {} : { value }) }];
  });
}

function updateConfig(group: EksctlNodeGroup): Pick<NodeGroupSettings, "updateConfig"> {
  const { maxUnavailable, maxUnavailablePercentage, updateStrategy } = group.updateConfig ?? {};
  const strategy = strategies.find((known) => known === updateStrategy?.toLowerCase());
  const config = {
    ...(strategy === undefined ? {} : { strategy }),
    ...(maxUnavailable === undefined ? {} : { maxUnavailable }),
    ...(maxUnavailablePercentage === undefined ? {} : { maxUnavailable: `${maxUnavailablePercentage}%` }),
  };
  return Object.keys(config).length === 0 ? {} : { updateConfig: config };
}

const strategies = ["default", "minimal"] as const;

function nodeRepair({ nodeRepairConfig: repair }: EksctlNodeGroup): Pick<NodeGroupSettings, "nodeRepair"> {
  if (repair === undefined) return {};
  const { enabled, nodeRepairConfigOverrides: overrides } = repair;
  const limits = {
    ...nodesOrShare(
      "maxParallel",
      repair.maxParallelNodesRepairedCount,
      repair.maxParallelNodesRepairedPercentage,
    ),
    ...nodesOrShare(
      "maxUnhealthy",
      repair.maxUnhealthyNodeThresholdCount,
      repair.maxUnhealthyNodeThresholdPercentage,
    ),
    ...(overrides === undefined
      ? {}
      : {
          overrides: overrides.map((override) => ({
            condition: override.nodeMonitoringCondition,
            reason: override.nodeUnhealthyReason,
            waitMinutes: override.minRepairWaitTimeMins,
            action: override.repairAction,
          })),
        }),
  };
  if (Object.keys(limits).length === 0) return enabled === undefined ? {} : { nodeRepair: enabled };
  return { nodeRepair: { ...(enabled === undefined ? {} : { enabled }), ...limits } };
}

function nodesOrShare(name: "maxParallel" | "maxUnhealthy", count?: number, percentage?: number) {
  if (count !== undefined) return { [name]: count };
  return percentage === undefined ? {} : { [name]: `${percentage}%` };
}
