import { EksNodeGroup, type EksNodeGroupUpdateConfig } from "@cdktf/provider-aws/lib/eks-node-group/index.js";
import { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template/index.js";
import { Construct } from "constructs";
import { nodeRepairConfig } from "./node-repair-config.js";
import { present, sortedMap } from "./present.js";
import type { ZonalNodeGroupMember, ZonalNodeGroupProps } from "./zonal-node-group-props.js";

/**
 * A node group in every zone: for each member one `aws_launch_template` and one `aws_eks_node_group`, both
 * with the member's key as their Terraform name. Volumes follow zones, and so does the cluster-autoscaler:
 * a group in one zone is the only kind in which both can be sure of where a node will start.
 *
 * ```ts
 * new ZonalNodeGroup(stack, "spot-arm64", {
 *   clusterName: "prod-eu-1",
 *   members: zonalMembers("prod-eu-1", "spot-arm64", [
 *     { name: "eu-central-1a", subnetIds: ["subnet-0a1b2c3d"] },
 *     { name: "eu-central-1b", subnetIds: ["subnet-0e1f2a3b"] },
 *   ]),
 *   nodeRoleArn: "arn:aws:iam::111122223333:role/eks-node",
 *   instanceTypes: ["m7g.large"],
 *   capacityType: "SPOT",
 *   image: { kind: "eks-optimized", amiType: "AL2023_ARM_64_STANDARD", version: "1.33" },
 *   scaling: { min: 1, max: 5, desired: 2 },
 *   ignoreDesiredSize: true,
 *   rootVolume: { deviceName: "/dev/xvda", sizeGib: 50 },
 * });
 * ```
 */
export class ZonalNodeGroup extends Construct {
  readonly launchTemplates: readonly LaunchTemplate[];
  readonly nodeGroups: readonly EksNodeGroup[];

  constructor(scope: Construct, id: string, props: ZonalNodeGroupProps) {
    super(scope, id);
    const pairs = props.members.map((member) => {
      const template = this.launchTemplate(member, props);
      return { template, nodeGroup: this.nodeGroup(member, template, props) };
    });
    this.launchTemplates = pairs.map((pair) => pair.template);
    this.nodeGroups = pairs.map((pair) => pair.nodeGroup);
  }

  private launchTemplate(member: ZonalNodeGroupMember, props: ZonalNodeGroupProps): LaunchTemplate {
    const { rootVolume } = props;
    const tags =
      sortedMap({ ...props.instanceTags, ...props.tags, Name: member.name.replace(/-$/, "") }) ?? {};
    const template = new LaunchTemplate(this, `${member.key}-template`, {
      ...named("name", "namePrefix", member, props),
      blockDeviceMappings: [
        {
          deviceName: rootVolume.deviceName,
          ebs: {
            deleteOnTermination: "true",
            encrypted: String(rootVolume.encrypted ?? true),
            volumeSize: rootVolume.sizeGib,
            volumeType: rootVolume.type ?? "gp3",
            ...present({
              iops: rootVolume.iops,
              throughput: rootVolume.throughput,
              kmsKeyId: rootVolume.kmsKeyId,
            }),
          },
        },
      ],
      // Two hops, so that pods reach the metadata service with tokens as the node does.
      metadataOptions: { httpEndpoint: "enabled", httpTokens: "required", httpPutResponseHopLimit: 2 },
      // A node group's tags reach neither its instances nor their volumes: these do.
      tagSpecifications: [
        { resourceType: "instance", tags },
        { resourceType: "volume", tags },
      ],
      lifecycle: { createBeforeDestroy: true },
      ...present({
        imageId: props.image.kind === "custom" ? props.image.imageId : undefined,
        userData: props.userData?.(member),
        vpcSecurityGroupIds: nonEmpty(props.securityGroupIds),
        tags: sortedMap(props.tags),
      }),
    });
    template.overrideLogicalId(member.key);
    return template;
  }

  private nodeGroup(
    member: ZonalNodeGroupMember,
    template: LaunchTemplate,
    props: ZonalNodeGroupProps,
  ): EksNodeGroup {
    const { image, scaling, timeouts } = props;
    const optimized = image.kind === "eks-optimized" ? image : undefined;
    const nodeGroup = new EksNodeGroup(this, `${member.key}-nodes`, {
      ...named("nodeGroupName", "nodeGroupNamePrefix", member, props),
      clusterName: props.clusterName,
      nodeRoleArn: props.nodeRoleArn,
      subnetIds: [...member.subnetIds],
      capacityType: props.capacityType ?? "ON_DEMAND",
      instanceTypes: [...props.instanceTypes],
      scalingConfig: { minSize: scaling.min, maxSize: scaling.max, desiredSize: scaling.desired },
      launchTemplate: { id: template.id, version: `\${tostring(${template.fqn}.latest_version)}` },
      ...present({
        amiType: optimized?.amiType,
        version: optimized?.version,
        releaseVersion: optimized?.releaseVersion,
        labels: sortedMap(props.labels),
        tags: sortedMap(props.tags),
        taint: nonEmpty(
          props.taints?.map((taint) => ({
            key: taint.key,
            effect: taint.effect,
            ...present({ value: taint.value }),
          })),
        ),
        updateConfig: props.updateConfig && unavailable(props.updateConfig),
        forceUpdateVersion: props.forceUpdateVersion === true ? true : undefined,
        nodeRepairConfig: props.nodeRepair && nodeRepairConfig(props.nodeRepair),
        timeouts,
        lifecycle: lifecycle(props),
      }),
    });
    const strategy = props.updateConfig?.strategy;
    // The bindings are of release 6.25, which does not have it yet.
    if (strategy !== undefined)
      nodeGroup.addOverride("update_config.update_strategy", strategy.toUpperCase());
    nodeGroup.overrideLogicalId(member.key);
    return nodeGroup;
  }
}

function unavailable({
  strategy: _,
  ...numbers
}: NonNullable<ZonalNodeGroupProps["updateConfig"]>): EksNodeGroupUpdateConfig {
  return numbers;
}

/** With a fixed name the new group cannot stand beside the old one: EKS answers 409. */
function lifecycle(
  props: ZonalNodeGroupProps,
): { createBeforeDestroy?: boolean; ignoreChanges?: string[] } | undefined {
  if (props.naming !== "prefix" && props.ignoreDesiredSize !== true) return undefined;
  return present({
    createBeforeDestroy: props.naming === "prefix" ? true : undefined,
    ignoreChanges: props.ignoreDesiredSize === true ? ["scaling_config[0].desired_size"] : undefined,
  });
}

function named<Fixed extends string, Prefix extends string>(
  fixed: Fixed,
  prefix: Prefix,
  member: ZonalNodeGroupMember,
  props: ZonalNodeGroupProps,
): { [K in Fixed | Prefix]?: string } {
  const result: { [K in Fixed | Prefix]?: string } = {};
  result[props.naming === "prefix" ? prefix : fixed] = member.name;
  return result;
}

function nonEmpty<T>(list: readonly T[] | undefined): T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : [...list];
}
