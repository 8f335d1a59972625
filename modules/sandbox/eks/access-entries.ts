import { z } from "zod";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { pageOf } from "../protocol/pagination.js";
import { clusterKey } from "../world/keys.js";
import type { AccessEntryRecord } from "../world/records.js";
import { inCluster } from "../world/tables.js";
import { invalidParameter, invalidRequest, resourceInUse, resourceNotFound } from "./eks-errors.js";
import { tagsInput } from "./nodegroup-input.js";
import { type EksInput, findCluster, nextToken, pageSize, pathName, readBody } from "./read-input.js";
import { namesPage } from "./read-nodegroups.js";

const TYPES = [
  "STANDARD",
  "EC2_LINUX",
  "EC2_WINDOWS",
  "FARGATE_LINUX",
  "EC2",
  "HYBRID_LINUX",
  "HYPERPOD_LINUX",
];
const POLICIES = [
  "AmazonEKSAdminPolicy",
  "AmazonEKSClusterAdminPolicy",
  "AmazonEKSAdminViewPolicy",
  "AmazonEKSEditPolicy",
  "AmazonEKSViewPolicy",
  "AmazonEKSSecretReaderPolicy",
  "AmazonEKSAutoNodePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
  "AmazonEKSComputePolicy",
];
const policyArn = (name: string): string => `arn:aws:eks::aws:cluster-access-policy/${name}`;

const createInput = z.object({
  principalArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:(role|user)\/.+$/, "is not a valid principal ARN"),
  kubernetesGroups: z.array(z.string()).optional(),
  tags: tagsInput.optional(),
  clientRequestToken: z.string().optional(),
  username: z.string().optional(),
  type: z.string().optional(),
});

const scopeInput = z.object({
  policyArn: z.string(),
  accessScope: z.object({
    type: z.enum(["cluster", "namespace"]),
    namespaces: z.array(z.string()).optional(),
  }),
});

/** CreateAccessEntry: refused in clusters that know only the aws-auth ConfigMap. */
export function createAccessEntry(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const body = readBody(createInput, input, { clusterName: cluster.name });
  const { clientRequestToken, ...request } = body;
  const { accessEntries } = call.world.tables;
  if (cluster.authenticationMode === "CONFIG_MAP" && !call.world.lax) {
    throw invalidRequest(
      "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP] to perform this operation.",
    );
  }
  const memory = idempotent(
    call,
    "CreateAccessEntry",
    clientRequestToken,
    { cluster: cluster.name, request },
    () => invalidParameter("The client request token was already used with other parameters."),
  );
  const earlier = memory.earlier === undefined ? undefined : accessEntries.get(memory.earlier);
  if (earlier !== undefined) return { accessEntry: entryView(earlier) };
  const key = inCluster({ ...call.place, cluster: cluster.name }, body.principalArn);
  if (accessEntries.has(key)) {
    throw resourceInUse("The specified access entry resource is already in use on this cluster.", {
      clusterName: cluster.name,
    });
  }
  const type = body.type ?? "STANDARD";
  if (!TYPES.includes(type)) throw invalidParameter(`The access entry type ${type} is not valid`);
  checkGroupsAndUser(type, body);
  const entry = accessEntries.put({
    ...call.place,
    cluster: cluster.name,
    principalArn: body.principalArn,
    uuid: call.world.ids.uuid(),
    username: body.username ?? defaultUsername(body.principalArn, type),
    type,
    kubernetesGroups: body.kubernetesGroups ?? (type === "STANDARD" ? [] : ["system:nodes"]),
    createdAt: call.world.now(),
    modifiedAt: call.world.now(),
    tags: body.tags ?? {},
    policies: [],
  });
  memory.remember(key);
  return { accessEntry: entryView(entry) };
}

export function describeAccessEntry(call: Call, input: EksInput): Answer {
  return { accessEntry: entryView(findEntry(call, input)) };
}

export function listAccessEntries(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const policy = input.query.get("associatedPolicyArn");
  const entries = call.world.tables.accessEntries
    .by("cluster", clusterKey(call.place, cluster.name))
    .filter((row) => policy === null || row.policies.some((own) => own.policyArn === policy));
  return namesPage(
    "accessEntries",
    entries.map(({ principalArn }) => principalArn),
    input,
  );
}

export function updateAccessEntry(call: Call, input: EksInput): Answer {
  const entry = findEntry(call, input);
  const body = readBody(createInput.pick({ kubernetesGroups: true, username: true }), input);
  checkGroupsAndUser(entry.type, body);
  return {
    accessEntry: entryView(
      call.world.tables.accessEntries.put({
        ...entry,
        kubernetesGroups: body.kubernetesGroups ?? entry.kubernetesGroups,
        username: body.username ?? entry.username,
        modifiedAt: call.world.now(),
      }),
    ),
  };
}

export function deleteAccessEntry(call: Call, input: EksInput): Answer {
  const entry = findEntry(call, input);
  call.world.tables.accessEntries.delete(inCluster(entry, entry.principalArn));
  return {};
}

export function associateAccessPolicy(call: Call, input: EksInput): Answer {
  const entry = findEntry(call, input);
  const body = readBody(scopeInput, input);
  if (!POLICIES.some((name) => policyArn(name) === body.policyArn)) {
    throw invalidParameter(`The policyArn parameter format is not valid: ${body.policyArn}`);
  }
  if (body.accessScope.type === "namespace" && (body.accessScope.namespaces?.length ?? 0) === 0) {
    throw invalidParameter("Namespaces must be given for an access scope of type namespace");
  }
  const old = entry.policies.find((policy) => policy.policyArn === body.policyArn);
  const policy = {
    policyArn: body.policyArn,
    scope: { type: body.accessScope.type, namespaces: body.accessScope.namespaces ?? [] },
    associatedAt: old?.associatedAt ?? call.world.now(),
    modifiedAt: call.world.now(),
  };
  call.world.tables.accessEntries.put({
    ...entry,
    policies: [...entry.policies.filter((other) => other !== old), policy],
  });
  return {
    clusterName: entry.cluster,
    principalArn: entry.principalArn,
    associatedAccessPolicy: policyView(policy),
  };
}

export function disassociateAccessPolicy(call: Call, input: EksInput): Answer {
  const entry = findEntry(call, input);
  const arn = pathName(input, "policyArn");
  if (!entry.policies.some((policy) => policy.policyArn === arn)) {
    throw resourceNotFound(`The policy ${arn} is not associated with ${entry.principalArn}`);
  }
  call.world.tables.accessEntries.put({
    ...entry,
    policies: entry.policies.filter((policy) => policy.policyArn !== arn),
  });
  return {};
}

export function listAssociatedAccessPolicies(call: Call, input: EksInput): Answer {
  const entry = findEntry(call, input);
  const page = pageOf(
    entry.policies,
    (policy) => policy.policyArn,
    pageSize(input.query),
    nextToken(input.query),
  );
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return {
    clusterName: entry.cluster,
    principalArn: entry.principalArn,
    associatedAccessPolicies: page.items.map(policyView),
    nextToken: page.nextToken,
  };
}

export function listAccessPolicies(_call: Call, input: EksInput): Answer {
  const page = pageOf(POLICIES, (name) => name, pageSize(input.query), nextToken(input.query));
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return {
    accessPolicies: page.items.map((name) => ({ name, arn: policyArn(name) })),
    nextToken: page.nextToken,
  };
}

export function accessEntryArn(entry: AccessEntryRecord): string {
  const path = (entry.principalArn.split(":")[5] ?? "").split("/");
  const kind = path[0] ?? "role";
  const name = path.at(-1) ?? "";
  const principal = `${kind}/${entry.principalArn.split(":")[4] ?? ""}/${name}`;
  return `arn:aws:eks:${entry.region}:${entry.account}:access-entry/${entry.cluster}/${principal}/${entry.uuid}`;
}

function entryView(entry: AccessEntryRecord): Answer {
  return {
    clusterName: entry.cluster,
    principalArn: entry.principalArn,
    kubernetesGroups: entry.kubernetesGroups,
    accessEntryArn: accessEntryArn(entry),
    createdAt: entry.createdAt / 1000,
    modifiedAt: entry.modifiedAt / 1000,
    tags: entry.tags,
    username: entry.username,
    type: entry.type,
  };
}

function policyView(policy: AccessEntryRecord["policies"][number]): Answer {
  return {
    policyArn: policy.policyArn,
    accessScope: { ...policy.scope },
    associatedAt: policy.associatedAt / 1000,
    modifiedAt: policy.modifiedAt / 1000,
  };
}

function findEntry(call: Call, input: EksInput): AccessEntryRecord {
  const cluster = findCluster(call, pathName(input, "name"));
  const arn = pathName(input, "principalArn");
  const entry = call.world.tables.accessEntries.get(inCluster({ ...call.place, cluster: cluster.name }, arn));
  if (entry === undefined) {
    throw resourceNotFound(
      `The specified principalArn could not be found. You can view your available access entries with 'list-access-entries': ${arn}`,
    );
  }
  return entry;
}

/** What only standard entries may say, and the names that Kubernetes, EKS and IAM keep for themselves. */
function checkGroupsAndUser(
  type: string,
  body: { readonly kubernetesGroups?: readonly string[] | undefined; readonly username?: string | undefined },
): void {
  const groups = body.kubernetesGroups ?? [];
  if (type !== "STANDARD" && groups.length > 0) {
    throw invalidParameter(`Kubernetes groups cannot be specified for an access entry of type ${type}`);
  }
  const group = groups.find((name) => name.startsWith("system:"));
  if (group !== undefined) {
    throw invalidParameter(`The kubernetes group name ${group} is invalid, it cannot start with system:`);
  }
  const reserved = ["system:", "eks:", "aws:", "amazon:", "iam:"].find((prefix) =>
    body.username?.startsWith(prefix),
  );
  if (reserved !== undefined) {
    throw invalidParameter(
      `The username ${body.username ?? ""} is invalid, it cannot start with ${reserved}`,
    );
  }
}

/** The name that Kubernetes knows a principal by: roles lose their path and get the session's name. */
function defaultUsername(principalArn: string, type: string): string {
  switch (type) {
    case "STANDARD": {
      if (!principalArn.includes(":role/")) return principalArn;
      const account = principalArn.split(":")[4] ?? "";
      const name = principalArn.split("/").at(-1) ?? "";
      return `arn:aws:sts::${account}:assumed-role/${name}/{{SessionName}}`;
    }
    case "FARGATE_LINUX":
    case "HYBRID_LINUX":
    case "HYPERPOD_LINUX":
      return "system:node:{{SessionName}}";
    default:
      return "system:node:{{EC2PrivateDNSName}}";
  }
}
