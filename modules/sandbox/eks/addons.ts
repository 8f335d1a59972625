import { z } from "zod";
import {
  addonVersions,
  type CatalogAddon,
  defaultAddonVersion,
  findCatalogAddon,
} from "../catalog/addon-catalog.js";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { clusterKey } from "../world/keys.js";
import type { AddonRecord, ClusterRecord } from "../world/records.js";
import { inCluster, updateOwner } from "../world/tables.js";
import type { World } from "../world/world.js";
import type { ClusterChange } from "../world/world-event.js";
import { definedMembers } from "./create-cluster.js";
import { invalidParameter, invalidRequest, resourceInUse, resourceNotFound } from "./eks-errors.js";
import { tagsInput } from "./nodegroup-input.js";
import { type EksInput, findCluster, pathName, readBody } from "./read-input.js";
import { namesPage } from "./read-nodegroups.js";
import { endUpdate, startUpdate, updateView } from "./start-update.js";

const associations = z.array(z.object({ serviceAccount: z.string(), roleArn: z.string() })).optional();

const createInput = z.object({
  addonName: z.string().min(1),
  addonVersion: z.string().optional(),
  serviceAccountRoleArn: z.string().min(1).max(255).optional(),
  resolveConflicts: z.enum(["OVERWRITE", "NONE", "PRESERVE"]).optional(),
  clientRequestToken: z.string().optional(),
  tags: tagsInput.optional(),
  configurationValues: z.string().optional(),
  podIdentityAssociations: associations,
  namespaceConfig: z.object({ namespace: z.string().optional() }).optional(),
});

const updateInput = createInput.omit({ addonName: true, tags: true, namespaceConfig: true });

/** CreateAddon: any version that runs on the cluster's Kubernetes, the default one if none is asked for. */
export function createAddon(call: Call, input: EksInput): Answer {
  const clusterName = pathName(input, "name");
  const body = readBody(createInput, input, { clusterName });
  const { clientRequestToken, ...request } = body;
  const members = { clusterName, addonName: body.addonName };
  const cluster = findCluster(call, clusterName);
  const { addons } = call.world.tables;
  const key = inCluster({ ...call.place, cluster: clusterName }, body.addonName);
  const memory = idempotent(call, "CreateAddon", clientRequestToken, { clusterName, request }, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const earlier = memory.earlier === undefined ? undefined : addons.get(memory.earlier);
  if (earlier !== undefined) return { addon: addonView(earlier) };
  if (addons.has(key)) throw resourceInUse("Addon already exists.", members);
  if (cluster.status !== "ACTIVE" && cluster.status !== "UPDATING") {
    throw invalidRequest(`Cluster '${clusterName}' is not in ACTIVE status`, members);
  }
  const catalog = requireCatalogAddon(body.addonName, members);
  const version = body.addonVersion ?? defaultAddonVersion(catalog, cluster.version);
  checkVersion(call, catalog, cluster, version, members);
  const addon = addons.put({
    ...call.place,
    cluster: clusterName,
    name: body.addonName,
    uuid: call.world.ids.uuid(),
    version,
    status: call.world.lax ? "ACTIVE" : "CREATING",
    createdAt: call.world.now(),
    modifiedAt: call.world.now(),
    serviceAccountRoleArn: body.serviceAccountRoleArn,
    configurationValues: body.configurationValues,
    podIdentityAssociations: [],
    namespace: body.namespaceConfig?.namespace ?? catalog.namespace,
    tags: body.tags ?? {},
    issues: [],
  });
  memory.remember(key);
  call.world.schedule(call.world.timings.addonCreate, { type: "addon-created", addon: key });
  return { addon: addonView(addon) };
}

export function addonCreated(world: World, key: string): void {
  world.tables.addons.update(key, (row) => (row.status === "CREATING" ? { ...row, status: "ACTIVE" } : row));
}

export function describeAddon(call: Call, input: EksInput): Answer {
  return { addon: addonView(findAddon(call, pathName(input, "name"), pathName(input, "addonName"))) };
}

export function listAddons(call: Call, input: EksInput): Answer {
  const cluster = findCluster(call, pathName(input, "name"));
  const addons = call.world.tables.addons.by("cluster", clusterKey(call.place, cluster.name));
  return namesPage(
    "addons",
    addons.map(({ name }) => name),
    input,
  );
}

/** UpdateAddon: one update at a time, to a version that runs on the cluster's Kubernetes. */
export function updateAddon(call: Call, input: EksInput): Answer {
  const clusterName = pathName(input, "name");
  const addonName = pathName(input, "addonName");
  const members = { clusterName, addonName };
  const body = readBody(updateInput, input, members);
  const addon = findAddon(call, clusterName, addonName);
  const { clientRequestToken, ...request } = body;
  const { addons, updates } = call.world.tables;
  const memory = idempotent(call, "UpdateAddon", clientRequestToken, { members, request }, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const earlier = memory.earlier === undefined ? undefined : updates.get(memory.earlier);
  if (earlier !== undefined) return { update: updateView(earlier) };
  if (addon.status === "UPDATING" || addon.status === "CREATING" || addon.status === "DELETING") {
    throw resourceInUse(`Addon ${addonName} is ${addon.status}`, members);
  }
  if (body.addonVersion !== undefined) {
    const catalog = requireCatalogAddon(addonName, members);
    checkVersion(call, catalog, findCluster(call, clusterName), body.addonVersion, members);
  }
  const given: [string, string | undefined][] = [
    ["AddonVersion", body.addonVersion],
    ["ServiceAccountRoleArn", body.serviceAccountRoleArn],
    ["ResolveConflicts", body.resolveConflicts],
    ["ConfigurationValues", body.configurationValues],
  ];
  const update = startUpdate(
    call.world,
    call.place,
    { cluster: clusterName, addon: addonName },
    "AddonUpdate",
    given.flatMap(([type, value]) => (value === undefined ? [] : [{ type, value }])),
  );
  addons.put({ ...addon, status: "UPDATING", modifiedAt: call.world.now() });
  call.world.schedule(call.world.timings.addonUpdate, {
    type: "addon-updated",
    update: update.id,
    change: definedMembers({
      version: body.addonVersion,
      serviceAccountRoleArn: body.serviceAccountRoleArn,
      configurationValues: body.configurationValues,
    }),
  });
  memory.remember(update.id);
  return { update: updateView(update) };
}

export function addonUpdated(world: World, updateId: string, change: ClusterChange): void {
  const update = world.tables.updates.get(updateId);
  if (update?.addon === undefined) return;
  world.tables.addons.update(inCluster(update, update.addon), (row) => ({
    ...row,
    ...change,
    status: row.issues.length > 0 ? "DEGRADED" : "ACTIVE",
    modifiedAt: world.now(),
  }));
  endUpdate(world, updateId);
}

export function deleteAddon(call: Call, input: EksInput): Answer {
  const addon = findAddon(call, pathName(input, "name"), pathName(input, "addonName"));
  const deleting = call.world.tables.addons.put({ ...addon, status: "DELETING" });
  call.world.schedule(call.world.timings.addonDelete, {
    type: "addon-deleted",
    addon: inCluster(addon, addon.name),
  });
  return { addon: addonView(deleting) };
}

export function addonDeleted(world: World, key: string): void {
  const addon = world.tables.addons.get(key);
  if (addon?.status !== "DELETING") return;
  for (const update of world.tables.updates.by("owner", updateOwner({ ...addon, addon: addon.name }))) {
    world.tables.updates.delete(update.id);
  }
  world.tables.addons.delete(key);
}

export function addonArn(addon: AddonRecord): string {
  return `arn:aws:eks:${addon.region}:${addon.account}:addon/${addon.cluster}/${addon.name}/${addon.uuid}`;
}

function addonView(addon: AddonRecord): Answer {
  return {
    addonName: addon.name,
    clusterName: addon.cluster,
    status: addon.status,
    addonVersion: addon.version,
    health: { issues: addon.issues.map((issue) => ({ ...issue })) },
    addonArn: addonArn(addon),
    createdAt: addon.createdAt / 1000,
    modifiedAt: addon.modifiedAt / 1000,
    serviceAccountRoleArn: addon.serviceAccountRoleArn,
    tags: addon.tags,
    configurationValues: addon.configurationValues,
    podIdentityAssociations: addon.podIdentityAssociations,
    namespaceConfig: { namespace: addon.namespace },
  };
}

function findAddon(call: Call, clusterName: string, addonName: string): AddonRecord {
  const cluster = findCluster(call, clusterName);
  const addon = call.world.tables.addons.get(inCluster({ ...call.place, cluster: cluster.name }, addonName));
  if (addon === undefined) {
    throw resourceNotFound(`No addon: ${addonName} found in cluster: ${clusterName}`, {
      clusterName,
      addonName,
    });
  }
  return addon;
}

function requireCatalogAddon(name: string, members: Readonly<Record<string, unknown>>): CatalogAddon {
  const addon = findCatalogAddon(name);
  if (addon === undefined) throw invalidParameter(`Addon ${name} is not supported`, members);
  return addon;
}

function checkVersion(
  call: Call,
  catalog: CatalogAddon,
  cluster: ClusterRecord,
  version: string,
  members: Readonly<Record<string, unknown>>,
): void {
  if (call.world.lax) return;
  if (addonVersions(catalog, cluster.version).some((candidate) => candidate.version === version)) return;
  throw invalidParameter(`Addon version specified is not supported: ${version}`, members);
}
