import { inPlace } from "../world/keys.js";
import type { LaunchTemplateReference, NodegroupRecord, NodeImage } from "../world/records.js";
import type { World } from "../world/world.js";

const EKS = "arn:aws:sts::000000000000:assumed-role/AWSServiceRoleForAmazonEKSNodegroup/EKS";

/** EKS's own launch template `eks-<uuid>`, which the group's Auto Scaling group launches from. */
export function createEksTemplate(
  world: World,
  nodegroup: NodegroupRecord,
  image: NodeImage,
): LaunchTemplateReference {
  const id = world.ids.ec2("lt");
  const name = `eks-${nodegroup.uuid}`;
  world.tables.launchTemplates.put({
    account: nodegroup.account,
    region: nodegroup.region,
    id,
    name,
    createdAt: world.now(),
    createdBy: EKS,
    defaultVersion: 1,
    latestVersion: 1,
    tags: { "eks:cluster-name": nodegroup.cluster, "eks:nodegroup-name": nodegroup.name },
  });
  putVersion(world, id, 1, image);
  return { id, name, version: 1 };
}

/** A new version of EKS's own template, for another image. */
export function addEksTemplateVersion(
  world: World,
  nodegroup: NodegroupRecord,
  template: LaunchTemplateReference,
  image: NodeImage,
): LaunchTemplateReference {
  const updated = world.tables.launchTemplates.update(inPlace(nodegroup, template.id), (row) => ({
    ...row,
    latestVersion: row.latestVersion + 1,
    defaultVersion: row.latestVersion + 1,
  }));
  const version = updated?.latestVersion ?? template.version + 1;
  putVersion(world, template.id, version, image);
  return { ...template, version };
}

export function deleteEksTemplate(
  world: World,
  nodegroup: NodegroupRecord,
  template: LaunchTemplateReference,
): void {
  for (const version of world.tables.launchTemplateVersions.by("template", template.id)) {
    world.tables.launchTemplateVersions.delete(`${template.id}/${version.version}`);
  }
  world.tables.launchTemplates.delete(inPlace(nodegroup, template.id));
}

function putVersion(world: World, templateId: string, version: number, image: NodeImage): void {
  world.tables.launchTemplateVersions.put({
    templateId,
    version,
    createdAt: world.now(),
    createdBy: EKS,
    data: { imageId: image.imageId },
  });
}
