import { z } from "zod";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { pageOf } from "../protocol/pagination.js";
import { clusterKey } from "../world/keys.js";
import type { PodIdentityRecord } from "../world/records.js";
import { inCluster } from "../world/tables.js";
import { invalidParameter, resourceInUse, resourceNotFound } from "./eks-errors.js";
import { tagsInput } from "./nodegroup-input.js";
import { type EksInput, findCluster, nextToken, pageSize, pathName, readBody } from "./read-input.js";
import { checkRole } from "./role-rules.js";

const createInput = z.object({
  namespace: z.string().min(1),
  serviceAccount: z.string().min(1),
  roleArn: z.string().min(1),
  clientRequestToken: z.string().optional(),
  tags: tagsInput.optional(),
  disableSessionTags: z.boolean().optional(),
  targetRoleArn: z.string().optional(),
  policy: z.string().optional(),
});

const updateInput = createInput
  .pick({
    clientRequestToken: true,
    disableSessionTags: true,
    targetRoleArn: true,
    policy: true,
  })
  .extend({ roleArn: z.string().optional() });

/** CreatePodIdentityAssociation: one for each service account of a cluster. */
export function createPodIdentityAssociation(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const body = readBody(createInput, input);
  const { clientRequestToken, ...request } = body;
  const { podIdentities } = call.world.tables;
  const memory = idempotent(
    call,
    "CreatePodIdentityAssociation",
    clientRequestToken,
    { cluster: cluster.name, request },
    () => invalidParameter("The client request token was already used with other parameters."),
  );
  const earlier = memory.earlier === undefined ? undefined : podIdentities.get(memory.earlier);
  if (earlier !== undefined) return { association: associationView(earlier) };
  const taken = podIdentities
    .by("cluster", clusterKey(call.place, cluster.name))
    .some((row) => row.namespace === body.namespace && row.serviceAccount === body.serviceAccount);
  if (taken) {
    throw resourceInUse(
      `Association already exists: service account ${body.serviceAccount} in namespace ${body.namespace}`,
      { clusterName: cluster.name },
    );
  }
  checkRole(call, body.roleArn, { clusterName: cluster.name });
  const association = podIdentities.put({
    ...call.place,
    cluster: cluster.name,
    id: `a-${call.world.ids.hex(17).toLowerCase()}`,
    namespace: body.namespace,
    serviceAccount: body.serviceAccount,
    roleArn: body.roleArn,
    targetRoleArn: body.targetRoleArn,
    disableSessionTags: body.disableSessionTags ?? false,
    policy: body.policy,
    createdAt: call.world.now(),
    modifiedAt: call.world.now(),
    tags: body.tags ?? {},
  });
  memory.remember(inCluster(association, association.id));
  return { association: associationView(association) };
}

export function describePodIdentityAssociation(call: Call, input: EksInput): Answer {
  return { association: associationView(findAssociation(call, input)) };
}

export function listPodIdentityAssociations(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const namespace = input.query.get("namespace");
  const serviceAccount = input.query.get("serviceAccount");
  const rows = call.world.tables.podIdentities
    .by("cluster", clusterKey(call.place, cluster.name))
    .filter(
      (row) =>
        (namespace === null || row.namespace === namespace) &&
        (serviceAccount === null || row.serviceAccount === serviceAccount),
    );
  const page = pageOf(rows, ({ id }) => id, pageSize(input.query), nextToken(input.query));
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return {
    associations: page.items.map((row) => ({
      clusterName: row.cluster,
      namespace: row.namespace,
      serviceAccount: row.serviceAccount,
      associationArn: associationArn(row),
      associationId: row.id,
      ownerArn: row.ownerArn,
    })),
    nextToken: page.nextToken,
  };
}

export function updatePodIdentityAssociation(call: Call, input: EksInput): Answer {
  const association = findAssociation(call, input);
  const body = readBody(updateInput, input);
  if (body.roleArn !== undefined) checkRole(call, body.roleArn, { clusterName: association.cluster });
  const changed = call.world.tables.podIdentities.put({
    ...association,
    roleArn: body.roleArn ?? association.roleArn,
    targetRoleArn: body.targetRoleArn ?? association.targetRoleArn,
    disableSessionTags: body.disableSessionTags ?? association.disableSessionTags,
    policy: body.policy ?? association.policy,
    modifiedAt: call.world.now(),
  });
  return { association: associationView(changed) };
}

export function deletePodIdentityAssociation(call: Call, input: EksInput): Answer {
  const association = findAssociation(call, input);
  call.world.tables.podIdentities.delete(inCluster(association, association.id));
  return { association: associationView(association) };
}

export function associationArn(row: PodIdentityRecord): string {
  return `arn:aws:eks:${row.region}:${row.account}:podidentityassociation/${row.cluster}/${row.id}`;
}

function associationView(row: PodIdentityRecord): Answer {
  return {
    clusterName: row.cluster,
    namespace: row.namespace,
    serviceAccount: row.serviceAccount,
    roleArn: row.roleArn,
    associationArn: associationArn(row),
    associationId: row.id,
    tags: row.tags,
    createdAt: row.createdAt / 1000,
    modifiedAt: row.modifiedAt / 1000,
    ownerArn: row.ownerArn,
    disableSessionTags: row.disableSessionTags,
    targetRoleArn: row.targetRoleArn,
    policy: row.policy,
  };
}

function findAssociation(call: Call, input: EksInput): PodIdentityRecord {
  const cluster = findCluster(call, pathName(input, "name"));
  const id = pathName(input, "associationId");
  const row = call.world.tables.podIdentities.get(inCluster({ ...call.place, cluster: cluster.name }, id));
  if (row === undefined) {
    throw resourceNotFound(`The association ${id} does not exist in cluster ${cluster.name}`, {
      clusterName: cluster.name,
    });
  }
  return row;
}
