import { reconcileCapacity, terminateInstances } from "../capacity/auto-scaling-capacity.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace } from "../world/keys.js";
import { describeAccountAttributes, describeTags } from "./account-parts.js";
import { describeImages } from "./images.js";
import { describeInstanceStatus, describeNetworkInterfaces, describeVolumes } from "./instance-parts.js";
import { describeInstanceTypeOfferings, describeInstanceTypes } from "./instance-types.js";
import { describeInstances, terminateInstancesByIds } from "./instances.js";
import { createKeyPair, deleteKeyPair, describeKeyPairs, importKeyPair } from "./key-pairs.js";
import {
  createLaunchTemplateVersion,
  deleteLaunchTemplateVersions,
  describeLaunchTemplateVersions,
} from "./launch-template-versions.js";
import {
  createLaunchTemplate,
  deleteLaunchTemplate,
  describeLaunchTemplates,
  modifyLaunchTemplate,
} from "./launch-templates.js";
import {
  describeAvailabilityZones,
  describeRegions,
  describeSecurityGroups,
  describeSubnets,
  describeVpcAttribute,
  describeVpcs,
} from "./network.js";
import {
  describeDhcpOptions,
  describeInternetGateways,
  describeNatGateways,
  describeNetworkAcls,
  describeRouteTables,
  describeSecurityGroupRules,
} from "./network-parts.js";
import { createPlacementGroup, deletePlacementGroup, describePlacementGroups } from "./placement-groups.js";
import { createTags, deleteTags } from "./resource-tags.js";
import { getLaunchTemplateData, runInstances } from "./run-instances.js";

export type QueryOperation = (call: Call, parameters: QueryParameters) => Answer;

/** EC2's actions that the sandbox has. */
export const ec2Actions: Readonly<Record<string, QueryOperation>> = {
  CreateKeyPair: createKeyPair,
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  CreatePlacementGroup: createPlacementGroup,
  CreateTags: createTags,
  DeleteKeyPair: deleteKeyPair,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions,
  DeletePlacementGroup: deletePlacementGroup,
  DeleteTags: deleteTags,
  DescribeAccountAttributes: describeAccountAttributes,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeDhcpOptions: describeDhcpOptions,
  DescribeImages: describeImages,
  DescribeInstanceStatus: describeInstanceStatus,
  DescribeInstances: describeInstances,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeInternetGateways: describeInternetGateways,
  DescribeKeyPairs: describeKeyPairs,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeNatGateways: describeNatGateways,
  DescribeNetworkAcls: describeNetworkAcls,
  DescribeNetworkInterfaces: describeNetworkInterfaces,
  DescribePlacementGroups: describePlacementGroups,
  DescribeRegions: describeRegions,
  DescribeRouteTables: describeRouteTables,
  DescribeSecurityGroupRules: describeSecurityGroupRules,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSubnets: describeSubnets,
  DescribeTags: describeTags,
  DescribeVolumes: describeVolumes,
  DescribeVpcAttribute: describeVpcAttribute,
  DescribeVpcs: describeVpcs,
  GetLaunchTemplateData: getLaunchTemplateData,
  ImportKeyPair: importKeyPair,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  RunInstances: runInstances,
  TerminateInstances: (call, parameters) =>
    terminateInstancesByIds(call, parameters, (instance) => {
      const group = call.world.tables.autoScalingGroups.get(inPlace(instance, instance.asg));
      if (group === undefined) {
        call.world.tables.instances.put({ ...instance, state: "shutting-down" });
        call.world.schedule(call.world.timings.instanceTerminate, {
          type: "instances-terminated",
          instances: [instance.id],
        });
        return;
      }
      terminateInstances(call.world, group, [instance], "an instance was terminated by a user request.");
      reconcileCapacity(
        call.world,
        group,
        "an instance was started in response to a difference between desired and actual capacity.",
      );
    }),
};
