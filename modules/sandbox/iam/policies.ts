import type { QueryOperation } from "../ec2/actions.js";
import { AwsError } from "../protocol/aws-error.js";
import type { Answer, Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { digest } from "../world/ids.js";
import type { PolicyRecord } from "../world/records.js";
import { deleteConflict, entityAlreadyExists, noSuchEntity, policyDocument, required } from "./iam-errors.js";
import { iamPage, iamTags, tagList } from "./iam-lists.js";
import { without } from "./roles.js";

const AWS_MANAGED = "arn:aws:iam::aws:policy/";

/** Managed policies with their versions; AWS's own are there to be looked at. */
export const policyActions: Readonly<Record<string, QueryOperation>> = {
  CreatePolicy: (call, parameters) => {
    const name = required(parameters, "PolicyName");
    const path = parameters.string("Path") ?? "/";
    const arn = `arn:aws:iam::${call.place.account}:policy${path}${name}`;
    const { policies } = call.world.tables;
    if (policies.has(arn))
      throw entityAlreadyExists(`A policy called ${name} already exists. Duplicate names are not allowed.`);
    const now = call.world.now();
    const policy = policies.put({
      account: call.place.account,
      arn,
      name,
      path,
      id: `ANPA${call.world.ids.hex(17)}`,
      description: parameters.string("Description"),
      createdAt: now,
      updatedAt: now,
      defaultVersion: 1,
      versions: [{ number: 1, document: policyDocument(parameters, "PolicyDocument"), createdAt: now }],
      tags: iamTags(parameters),
    });
    return { Policy: policyView(call, policy) };
  },

  GetPolicy: (call, parameters) => ({ Policy: policyView(call, findPolicy(call, parameters)) }),

  GetPolicyVersion: (call, parameters) => {
    const policy = findPolicy(call, parameters);
    return { PolicyVersion: versionView(policy, requireVersion(policy, parameters), true) };
  },

  ListPolicyVersions: (call, parameters) => {
    const policy = findPolicy(call, parameters);
    return iamPage(
      policy.versions,
      ({ number }) => String(1000 - number),
      parameters,
      "Versions",
      (version) => versionView(policy, version, false),
    );
  },

  CreatePolicyVersion: (call, parameters) => {
    const policy = findPolicy(call, parameters);
    if (policy.versions.length >= 5) {
      throw new AwsError("LimitExceeded", 409, "A managed policy can have up to 5 versions.");
    }
    const number = Math.max(...policy.versions.map((version) => version.number)) + 1;
    const version = {
      number,
      document: policyDocument(parameters, "PolicyDocument"),
      createdAt: call.world.now(),
    };
    const changed = call.world.tables.policies.put({
      ...policy,
      versions: [...policy.versions, version],
      defaultVersion: parameters.string("SetAsDefault") === "true" ? number : policy.defaultVersion,
      updatedAt: call.world.now(),
    });
    return { PolicyVersion: versionView(changed, version, false) };
  },

  DeletePolicyVersion: (call, parameters) => {
    const policy = findPolicy(call, parameters);
    const version = requireVersion(policy, parameters);
    if (version.number === policy.defaultVersion) {
      throw deleteConflict("Cannot delete the default version of a policy.");
    }
    call.world.tables.policies.put({
      ...policy,
      versions: policy.versions.filter((other) => other !== version),
    });
    return {};
  },

  DeletePolicy: (call, parameters) => {
    const policy = findPolicy(call, parameters);
    if (attachedTo(call, policy).length > 0) {
      throw deleteConflict("Cannot delete a policy attached to entities.");
    }
    if (policy.versions.length > 1) {
      throw deleteConflict(
        "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.",
      );
    }
    call.world.tables.policies.delete(policy.arn);
    return {};
  },

  ListPolicies: (call, parameters) =>
    iamPage(
      call.world.tables.policies.by("account", call.place.account),
      ({ name }) => name,
      parameters,
      "Policies",
      (policy) => policyView(call, policy),
    ),

  ListEntitiesForPolicy: (call, parameters) => ({
    PolicyGroups: [],
    PolicyUsers: [],
    PolicyRoles: attachedTo(call, findPolicy(call, parameters)).map(({ name, id }) => ({
      RoleName: name,
      RoleId: id,
    })),
    IsTruncated: false,
  }),

  TagPolicy: (call, parameters) => {
    const policy = findPolicy(call, parameters);
    call.world.tables.policies.put({ ...policy, tags: { ...policy.tags, ...iamTags(parameters) } });
    return {};
  },

  UntagPolicy: (call, parameters) => {
    const policy = findPolicy(call, parameters);
    call.world.tables.policies.put({ ...policy, tags: without(policy.tags, parameters.strings("TagKeys")) });
    return {};
  },

  ListPolicyTags: (call, parameters) => ({
    Tags: tagList(findPolicy(call, parameters).tags),
    IsTruncated: false,
  }),
};

function findPolicy(call: Call, parameters: QueryParameters): PolicyRecord {
  const arn = required(parameters, "PolicyArn");
  const policy = call.world.tables.policies.get(arn) ?? awsManaged(arn);
  if (policy === undefined) throw noSuchEntity(`Policy ${arn} was not found.`);
  return policy;
}

/** AWS's own policies exist under any name that looks like one of theirs. */
function awsManaged(arn: string): PolicyRecord | undefined {
  const name = arn.startsWith(AWS_MANAGED) ? arn.split("/").at(-1) : undefined;
  if (name === undefined || !/^Amazon[\w]+$|^AWS[\w]+$|^ReadOnlyAccess$|^AdministratorAccess$/.test(name)) {
    return undefined;
  }
  const createdAt = Date.UTC(2018, 4, 27);
  return {
    account: "aws",
    arn,
    name,
    path: arn.slice("arn:aws:iam::aws:policy".length, -name.length),
    id: `ANPA${digest(arn).slice(0, 17).toUpperCase()}`,
    createdAt,
    updatedAt: createdAt,
    defaultVersion: 1,
    versions: [{ number: 1, document: '{"Version":"2012-10-17","Statement":[]}', createdAt }],
    tags: {},
  };
}

function requireVersion(policy: PolicyRecord, parameters: QueryParameters): PolicyRecord["versions"][number] {
  const id = required(parameters, "VersionId");
  const version = policy.versions.find(({ number }) => `v${number}` === id);
  if (version === undefined)
    throw noSuchEntity(`Policy ${policy.arn} version ${id} does not exist or is not attachable.`);
  return version;
}

function attachedTo(call: Call, policy: PolicyRecord) {
  return call.world.tables.roles
    .by("account", call.place.account)
    .filter(({ attached }) => attached.includes(policy.arn));
}

function policyView(call: Call, policy: PolicyRecord): Answer {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: `v${policy.defaultVersion}`,
    AttachmentCount: attachedTo(call, policy).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: new Date(policy.createdAt).toISOString(),
    UpdateDate: new Date(policy.updatedAt).toISOString(),
    Tags: tagList(policy.tags),
  };
}

function versionView(
  policy: PolicyRecord,
  version: PolicyRecord["versions"][number],
  withDocument: boolean,
): Answer {
  return {
    ...(withDocument ? { Document: encodeURIComponent(version.document) } : {}),
    VersionId: `v${version.number}`,
    IsDefaultVersion: version.number === policy.defaultVersion,
    CreateDate: new Date(version.createdAt).toISOString(),
  };
}
