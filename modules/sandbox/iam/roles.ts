import type { QueryOperation } from "../ec2/actions.js";
import { AwsError } from "../protocol/aws-error.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import type { RoleRecord, Tags } from "../world/records.js";
import { deleteConflict, entityAlreadyExists, noSuchEntity, policyDocument, required } from "./iam-errors.js";
import { iamPage, iamTags, tagList } from "./iam-lists.js";

/** Roles with their trust, attached and inline policies. */
export const roleActions: Readonly<Record<string, QueryOperation>> = {
  CreateRole: (call, parameters) => {
    const name = required(parameters, "RoleName");
    if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
      throw new AwsError("ValidationError", 400, "The specified value for roleName is invalid.");
    }
    const { roles } = call.world.tables;
    if (roles.has(`${call.place.account}/${name}`)) {
      throw entityAlreadyExists(`Role with name ${name} already exists.`);
    }
    const description = parameters.string("Description");
    const role = roles.put({
      account: call.place.account,
      name,
      id: `AROA${call.world.ids.hex(17)}`,
      path: parameters.string("Path") ?? "/",
      createdAt: call.world.now(),
      trustPolicy: policyDocument(parameters, "AssumeRolePolicyDocument"),
      ...(description === undefined ? {} : { description }),
      maxSessionDuration: Number(parameters.string("MaxSessionDuration") ?? 3600),
      attached: [],
      inline: {},
      tags: iamTags(parameters),
    });
    return { Role: roleView(role) };
  },

  GetRole: (call, parameters) => ({ Role: roleView(findRole(call, parameters)) }),

  ListRoles: (call, parameters) => {
    const prefix = parameters.string("PathPrefix") ?? "/";
    const rows = call.world.tables.roles
      .by("account", call.place.account)
      .filter(({ path }) => path.startsWith(prefix));
    return iamPage(rows, ({ name }) => name, parameters, "Roles", roleView);
  },

  UpdateRole: (call, parameters) => {
    const role = findRole(call, parameters);
    const description = parameters.string("Description") ?? role.description;
    call.world.tables.roles.put({
      ...role,
      ...(description === undefined ? {} : { description }),
      maxSessionDuration: Number(parameters.string("MaxSessionDuration") ?? role.maxSessionDuration),
    });
    return {};
  },

  UpdateAssumeRolePolicy: (call, parameters) => {
    const trustPolicy = policyDocument(parameters, "PolicyDocument");
    call.world.tables.roles.put({ ...findRole(call, parameters), trustPolicy });
    return {};
  },

  DeleteRole: (call, parameters) => {
    const role = findRole(call, parameters);
    if (role.attached.length > 0) {
      throw deleteConflict("Cannot delete entity, must detach all policies first.");
    }
    if (Object.keys(role.inline).length > 0) {
      throw deleteConflict("Cannot delete entity, must delete policies first.");
    }
    call.world.tables.roles.delete(`${role.account}/${role.name}`);
    return {};
  },

  AttachRolePolicy: (call, parameters) => {
    const role = findRole(call, parameters);
    const arn = required(parameters, "PolicyArn");
    if (!arn.startsWith("arn:aws:iam::aws:policy/") && !call.world.tables.policies.has(arn)) {
      throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    }
    call.world.tables.roles.put({
      ...role,
      attached: [...role.attached.filter((other) => other !== arn), arn],
    });
    return {};
  },

  DetachRolePolicy: (call, parameters) => {
    const role = findRole(call, parameters);
    const arn = required(parameters, "PolicyArn");
    if (!role.attached.includes(arn)) throw noSuchEntity(`Policy ${arn} was not found.`);
    call.world.tables.roles.put({ ...role, attached: role.attached.filter((other) => other !== arn) });
    return {};
  },

  ListAttachedRolePolicies: (call, parameters) =>
    iamPage(
      findRole(call, parameters).attached,
      (arn) => arn,
      parameters,
      "AttachedPolicies",
      (arn) => ({
        PolicyName: arn.split("/").at(-1) ?? arn,
        PolicyArn: arn,
      }),
    ),

  PutRolePolicy: (call, parameters) => {
    const role = findRole(call, parameters);
    const name = required(parameters, "PolicyName");
    const document = policyDocument(parameters, "PolicyDocument");
    call.world.tables.roles.put({ ...role, inline: { ...role.inline, [name]: document } });
    return {};
  },

  GetRolePolicy: (call, parameters) => {
    const role = findRole(call, parameters);
    const name = required(parameters, "PolicyName");
    const document = role.inline[name];
    if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeURIComponent(document) };
  },

  DeleteRolePolicy: (call, parameters) => {
    const role = findRole(call, parameters);
    const name = required(parameters, "PolicyName");
    if (role.inline[name] === undefined) {
      throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    }
    const inline = Object.fromEntries(Object.entries(role.inline).filter(([other]) => other !== name));
    call.world.tables.roles.put({ ...role, inline });
    return {};
  },

  ListRolePolicies: (call, parameters) =>
    iamPage(
      Object.keys(findRole(call, parameters).inline),
      (name) => name,
      parameters,
      "PolicyNames",
      (name) => name,
    ),

  ListInstanceProfilesForRole: (call, parameters) => {
    findRole(call, parameters);
    return { InstanceProfiles: [], IsTruncated: false };
  },

  TagRole: (call, parameters) => {
    const role = findRole(call, parameters);
    call.world.tables.roles.put({ ...role, tags: { ...role.tags, ...iamTags(parameters) } });
    return {};
  },

  UntagRole: (call, parameters) => {
    const role = findRole(call, parameters);
    call.world.tables.roles.put({ ...role, tags: without(role.tags, parameters.strings("TagKeys")) });
    return {};
  },

  ListRoleTags: (call, parameters) => ({
    Tags: tagList(findRole(call, parameters).tags),
    IsTruncated: false,
  }),
};

/** Tags less those with these keys. */
export function without(tags: Tags, keys: readonly string[]): Tags {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)));
}

function findRole(call: Call, parameters: QueryParameters): RoleRecord {
  const name = required(parameters, "RoleName");
  const role = call.world.tables.roles.get(`${call.place.account}/${name}`);
  if (role === undefined) throw noSuchEntity(`The role with name ${name} cannot be found.`);
  return role;
}

function roleView(role: RoleRecord): Answer {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: `arn:aws:iam::${role.account}:role${role.path}${role.name}`,
    CreateDate: new Date(role.createdAt).toISOString(),
    AssumeRolePolicyDocument: encodeURIComponent(role.trustPolicy),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    ...(Object.keys(role.tags).length === 0 ? {} : { Tags: tagList(role.tags) }),
    RoleLastUsed: {},
  };
}
