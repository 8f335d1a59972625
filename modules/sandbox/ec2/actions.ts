import { reconcileCapacity, terminateInstances } from "../capacity/auto-scaling-capacity.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { inPlace } from "../world/keys.js";
import { describeImages } from "./images.js";
import { describeInstanceTypeOfferings, describeInstanceTypes } from "./instance-types.js";
import { describeInstances, terminateInstancesByIds } from "./instances.js";
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
import { createTags, deleteTags } from "./resource-tags.js";

export type QueryOperation = (call: Call, parameters: QueryParameters) => Answer;

/** EC2's actions that the sandbox has. */
export const ec2Actions: Readonly<Record<string, QueryOperation>> = {
  CreateLaunchTemplate: createLaunchTemplate,
  CreateLaunchTemplateVersion: createLaunchTemplateVersion,
  CreateTags: createTags,
  DeleteLaunchTemplate: deleteLaunchTemplate,
  DeleteLaunchTemplateVersions: deleteLaunchTemplateVersions,
  DeleteTags: deleteTags,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeImages: describeImages,
  DescribeInstances: describeInstances,
  DescribeInstanceTypeOfferings: describeInstanceTypeOfferings,
  DescribeInstanceTypes: describeInstanceTypes,
  DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
  DescribeLaunchTemplates: describeLaunchTemplates,
  DescribeRegions: describeRegions,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeSubnets: describeSubnets,
  DescribeVpcAttribute: describeVpcAttribute,
  DescribeVpcs: describeVpcs,
  ModifyLaunchTemplate: modifyLaunchTemplate,
  TerminateInstances: (call, parameters) =>
    terminateInstancesByIds(call, parameters, (instance) => {
      const group = call.world.tables.autoScalingGroups.get(inPlace(instance, instance.asg));
      if (group === undefined) return;
      terminateInstances(call.world, group, [instance], "an instance was terminated by a user request.");
      reconcileCapacity(
        call.world,
        group,
        "an instance was started in response to a difference between desired and actual capacity.",
      );
    }),
};
