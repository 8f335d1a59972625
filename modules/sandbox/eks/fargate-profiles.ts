import { z } from "zod";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { clusterKey } from "../world/keys.js";
import type { FargateProfileRecord } from "../world/records.js";
import { inCluster } from "../world/tables.js";
import type { World } from "../world/world.js";
import {
  invalidParameter,
  invalidRequest,
  resourceInUse,
  resourceLimitExceeded,
  resourceNotFound,
} from "./eks-errors.js";
import { tagsInput } from "./nodegroup-input.js";
import { type EksInput, findCluster, pathName, readBody } from "./read-input.js";
import { namesPage } from "./read-nodegroups.js";
import { checkRole } from "./role-rules.js";
import { findSubnets } from "./subnet-rules.js";

const createInput = z.object({
  fargateProfileName: z.string().min(1),
  podExecutionRoleArn: z.string().min(1),
  subnets: z.array(z.string()).optional(),
  selectors: z
    .array(
      z.object({ namespace: z.string().optional(), labels: z.record(z.string(), z.string()).optional() }),
    )
    .optional(),
  clientRequestToken: z.string().optional(),
  tags: tagsInput.optional(),
});

/** CreateFargateProfile: everything but its tags is for ever. One profile comes or goes at a time. */
export function createFargateProfile(call: Call, input: EksInput): Answer {
  const clusterName = pathName(input, "name");
  const body = readBody(createInput, input, { clusterName });
  const { clientRequestToken, ...request } = body;
  const members = { clusterName, fargateProfileName: body.fargateProfileName };
  const cluster = findCluster(call, clusterName);
  const { fargateProfiles } = call.world.tables;
  const { limits } = call.world;
  const key = inCluster({ ...call.place, cluster: clusterName }, body.fargateProfileName);
  const memory = idempotent(call, "CreateFargateProfile", clientRequestToken, { clusterName, request }, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const earlier = memory.earlier === undefined ? undefined : fargateProfiles.get(memory.earlier);
  if (earlier !== undefined) return { fargateProfile: profileView(earlier) };

  const siblings = fargateProfiles.by("cluster", clusterKey(call.place, clusterName));
  if (fargateProfiles.has(key)) {
    throw resourceInUse("A Fargate Profile already exists with this name in this cluster.", members);
  }
  if (cluster.status !== "ACTIVE" && cluster.status !== "UPDATING") {
    throw invalidRequest(`Cluster '${clusterName}' is not in ACTIVE status`, members);
  }
  if (siblings.some(({ status }) => status === "CREATING" || status === "DELETING")) {
    throw resourceInUse(
      `Cannot create Fargate Profile ${body.fargateProfileName} because another one is being created or deleted`,
      members,
    );
  }
  if (siblings.length >= limits.fargateProfilesPerCluster) {
    throw resourceLimitExceeded(
      `Fargate profile limit exceeded: ${limits.fargateProfilesPerCluster} profiles per cluster`,
      members,
    );
  }
  const selectors = checkedSelectors(call, body.selectors ?? [], members);
  checkRole(call, body.podExecutionRoleArn, members);
  findSubnets(call, body.subnets ?? [], cluster.vpcId, members);
  const profile = fargateProfiles.put({
    ...call.place,
    cluster: clusterName,
    name: body.fargateProfileName,
    uuid: call.world.ids.uuid(),
    createdAt: call.world.now(),
    podExecutionRoleArn: body.podExecutionRoleArn,
    subnets: body.subnets ?? cluster.subnetIds,
    selectors,
    status: call.world.lax ? "ACTIVE" : "CREATING",
    tags: body.tags ?? {},
  });
  memory.remember(key);
  call.world.schedule(call.world.timings.fargateCreate, { type: "fargate-created", profile: key });
  return { fargateProfile: profileView(profile) };
}

export function fargateProfileCreated(world: World, key: string): void {
  world.tables.fargateProfiles.update(key, (row) =>
    row.status === "CREATING" ? { ...row, status: "ACTIVE" } : row,
  );
}

export function describeFargateProfile(call: Call, input: EksInput): Answer {
  return { fargateProfile: profileView(findProfile(call, input)) };
}

export function listFargateProfiles(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const profiles = call.world.tables.fargateProfiles.by("cluster", clusterKey(call.place, cluster.name));
  return namesPage(
    "fargateProfileNames",
    profiles.map(({ name }) => name),
    input,
    call.world.lax,
  );
}

export function deleteFargateProfile(call: Call, input: EksInput): Answer {
  const profile = findProfile(call, input);
  const siblings = call.world.tables.fargateProfiles.by("cluster", clusterKey(call.place, profile.cluster));
  if (siblings.some(({ name, status }) => name !== profile.name && status === "DELETING")) {
    throw resourceInUse("Another Fargate Profile of the cluster is being deleted", {
      clusterName: profile.cluster,
      fargateProfileName: profile.name,
    });
  }
  const deleting = call.world.tables.fargateProfiles.put({ ...profile, status: "DELETING" });
  call.world.schedule(call.world.timings.fargateDelete, {
    type: "fargate-deleted",
    profile: inCluster(profile, profile.name),
  });
  return { fargateProfile: profileView(call.world.lax ? profile : deleting) };
}

export function fargateProfileDeleted(world: World, key: string): void {
  if (world.tables.fargateProfiles.get(key)?.status === "DELETING") world.tables.fargateProfiles.delete(key);
}

export function profileArn(profile: FargateProfileRecord): string {
  const { region, account, cluster, name, uuid } = profile;
  return `arn:aws:eks:${region}:${account}:fargateprofile/${cluster}/${name}/${uuid}`;
}

function profileView(profile: FargateProfileRecord): Answer {
  return {
    fargateProfileName: profile.name,
    fargateProfileArn: profileArn(profile),
    clusterName: profile.cluster,
    createdAt: profile.createdAt / 1000,
    podExecutionRoleArn: profile.podExecutionRoleArn,
    subnets: profile.subnets,
    selectors: profile.selectors.map((selector) => ({ ...selector })),
    status: profile.status,
    tags: profile.tags,
    health: { issues: [] },
  };
}

function findProfile(call: Call, input: EksInput): FargateProfileRecord {
  const cluster = findCluster(call, pathName(input, "name"));
  const name = pathName(input, "fargateProfileName");
  const profile = call.world.tables.fargateProfiles.get(
    inCluster({ ...call.place, cluster: cluster.name }, name),
  );
  if (profile === undefined) {
    throw resourceNotFound(`No Fargate Profile found with name: ${name}.`, {
      clusterName: cluster.name,
      fargateProfileName: name,
    });
  }
  return profile;
}

function checkedSelectors(
  call: Call,
  selectors: readonly {
    readonly namespace?: string | undefined;
    readonly labels?: Record<string, string> | undefined;
  }[],
  members: Readonly<Record<string, unknown>>,
): FargateProfileRecord["selectors"] {
  const { selectorsPerFargateProfile, labelsPerFargateSelector } = call.world.limits;
  if (selectors.length === 0) {
    throw invalidParameter("Fargate Profile requires at least one selector.", members);
  }
  if (selectors.length > selectorsPerFargateProfile) {
    throw invalidParameter(`Request contains more than ${selectorsPerFargateProfile} Selectors`, members);
  }
  return selectors.map(({ namespace, labels }) => {
    if (namespace === undefined || namespace === "") {
      throw invalidParameter(
        "Fargate Profile must have at least one selector with at least one namespace value.",
        members,
      );
    }
    if (Object.keys(labels ?? {}).length > labelsPerFargateSelector) {
      throw invalidParameter(
        `Request contains Selector with more than ${labelsPerFargateSelector} Label pairs`,
        members,
      );
    }
    return { namespace, labels };
  });
}
