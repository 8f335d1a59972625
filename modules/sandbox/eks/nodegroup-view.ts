import type { Answer } from "../protocol/call.js";
import type { NodegroupRecord } from "../world/records.js";

export function nodegroupArn(nodegroup: NodegroupRecord): string {
  const { region, account, cluster, name, uuid } = nodegroup;
  return `arn:aws:eks:${region}:${account}:nodegroup/${cluster}/${name}/${uuid}`;
}

/** A node group as EKS shows it. With a launch template it has no disk size and no remote access. */
export function nodegroupView(nodegroup: NodegroupRecord): Answer {
  const { launchTemplate } = nodegroup;
  return {
    nodegroupName: nodegroup.name,
    nodegroupArn: nodegroupArn(nodegroup),
    clusterName: nodegroup.cluster,
    version: nodegroup.version,
    releaseVersion: nodegroup.releaseVersion,
    createdAt: nodegroup.createdAt / 1000,
    modifiedAt: nodegroup.modifiedAt / 1000,
    status: nodegroup.status,
    capacityType: nodegroup.capacityType,
    scalingConfig: { ...nodegroup.scaling },
    instanceTypes: nodegroup.instanceTypes,
    subnets: nodegroup.subnets,
    remoteAccess: nodegroup.remoteAccess,
    amiType: nodegroup.amiType,
    nodeRole: nodegroup.nodeRole,
    labels: nodegroup.labels,
    taints: nodegroup.taints.map((taint) => ({ ...taint })),
    resources: {
      autoScalingGroups: [{ name: nodegroup.asgName }],
      remoteAccessSecurityGroup: nodegroup.remoteAccessSecurityGroup,
    },
    diskSize: nodegroup.diskSize,
    health: { issues: nodegroup.issues.map((issue) => ({ ...issue })) },
    updateConfig: { ...nodegroup.updateConfig },
    nodeRepairConfig: jsonMember(nodegroup.nodeRepairConfig),
    warmPoolConfig: jsonMember(nodegroup.warmPoolConfig),
    launchTemplate:
      launchTemplate === undefined
        ? undefined
        : { id: launchTemplate.id, name: launchTemplate.name, version: String(launchTemplate.version) },
    tags: nodegroup.tags,
    ...jsonMember(nodegroup.asGiven),
  };
}

function jsonMember(member: Readonly<Record<string, unknown>> | undefined): Answer | undefined {
  return member === undefined ? undefined : JSON.parse(JSON.stringify(member));
}
