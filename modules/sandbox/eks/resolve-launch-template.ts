import { findTemplate, findTemplateVersion, versionNumberOf } from "../ec2/find-launch-template.js";
import type { Call } from "../protocol/call.js";
import type { LaunchTemplateReference, TemplateData } from "../world/records.js";
import { invalidParameter, invalidRequest } from "./eks-errors.js";

/** A launch template version that a node group is made from. */
export interface ResolvedTemplate {
  readonly reference: LaunchTemplateReference;
  readonly data: TemplateData;
}

type Members = Readonly<Record<string, unknown>>;

/**
 * Finds the template and version that a node group names, and checks it against what EKS accepts in one.
 * @throws InvalidParameterException, InvalidRequestException
 */
export function resolveLaunchTemplate(
  call: Call,
  given: {
    readonly id?: string | undefined;
    readonly name?: string | undefined;
    readonly version?: string | undefined;
  },
  members: Members,
): ResolvedTemplate {
  if ((given.id === undefined) === (given.name === undefined)) {
    throw invalidParameter(
      "Either provide launch template ID or launch template name in the request.",
      members,
    );
  }
  const template = findTemplate(call.world, call.place, given);
  if (template === undefined) {
    throw invalidParameter(
      given.id === undefined
        ? `Launch template with name ${given.name ?? ""} does not exist.`
        : `Launch template with ID ${given.id} does not exist.`,
      members,
    );
  }
  const number = versionNumberOf(template, given.version);
  const version = number === undefined ? undefined : findTemplateVersion(call.world, template, number);
  if (version === undefined) {
    throw invalidParameter(
      `Launch template version ${given.version ?? ""} does not exist for launch template ${template.id}.`,
      members,
    );
  }
  if (!call.world.lax) checkTemplateData(version.data, members);
  return {
    reference: { id: template.id, name: template.name, version: version.version },
    data: version.data,
  };
}

/** What EKS does not accept inside a node group's launch template. */
function checkTemplateData(data: TemplateData, members: Members): void {
  const refuse = (what: string): never => {
    throw invalidRequest(`Launch template should not specify ${what}.`, members);
  };
  if (data.iamInstanceProfile !== undefined)
    refuse("an instance profile. The noderole in your request will be used to construct an instance profile");
  if (data.instanceInitiatedShutdownBehavior !== undefined) refuse("instance initiated shutdown behavior");
  if (data.instanceMarketOptions !== undefined) refuse("instance market options");
  if (data.hibernationOptions !== undefined) refuse("hibernation options");
  const interfaces = Array.isArray(data.networkInterfaceSet) ? data.networkInterfaceSet : [];
  let groupsInInterface = false;
  for (const networkInterface of interfaces) {
    if (typeof networkInterface !== "object" || Array.isArray(networkInterface)) continue;
    if ("subnetId" in networkInterface) refuse("subnets in its network interfaces");
    if ("groupSet" in networkInterface) groupsInInterface = true;
  }
  if (groupsInInterface && data.securityGroupIdSet !== undefined) {
    throw invalidRequest(
      "Launch template should not specify security groups both at the instance level and in its network interfaces.",
      members,
    );
  }
}
