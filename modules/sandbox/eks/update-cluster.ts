import { z } from "zod";
import { findKubernetesVersion } from "../catalog/kubernetes-versions.js";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { clusterKey } from "../world/keys.js";
import type { ClusterRecord, UpdateRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import type { ClusterChange } from "../world/world-event.js";
import { definedMembers, enabledLogTypes, loggingInput, vpcConfigInput } from "./create-cluster.js";
import { invalidParameter, invalidRequest, resourceInUse } from "./eks-errors.js";
import { type EksInput, findCluster, pathName, readBody } from "./read-input.js";
import { endUpdate, startUpdate, updateNow, updateView } from "./start-update.js";
import { findSubnets } from "./subnet-rules.js";
import { compareMinors } from "./version-rules.js";

const updateVersionInput = z.object({
  version: z.string(),
  clientRequestToken: z.string().optional(),
  force: z.boolean().optional(),
});

/** UpdateClusterVersion: one minor up at a time, and no node group may be left too far behind. */
export function updateClusterVersion(call: Call, input: EksInput): Answer {
  const name = pathName(input, "name");
  const members = { clusterName: name };
  const body = readBody(updateVersionInput, input, members);
  const cluster = findCluster(call, name);
  const { clientRequestToken, ...request } = body;
  return once(call, "UpdateClusterVersion", clientRequestToken, { name, request }, members, () => {
    requireActive(cluster);
    checkVersion(call, cluster, body.version, members);
    const platformVersion = `eks.${findKubernetesVersion(body.version)?.platform ?? 1}`;
    return begin(
      call,
      cluster,
      "VersionUpdate",
      { version: body.version, platformVersion },
      call.world.timings.clusterUpdateVersion,
      [
        { type: "Version", value: body.version },
        { type: "PlatformVersion", value: platformVersion },
      ],
    );
  });
}

const loose = z.looseObject({}).optional();
const updateConfigInput = z.object({
  resourcesVpcConfig: vpcConfigInput.optional(),
  logging: loggingInput.optional(),
  clientRequestToken: z.string().optional(),
  accessConfig: z
    .object({ authenticationMode: z.enum(["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]).optional() })
    .optional(),
  upgradePolicy: z.object({ supportType: z.enum(["STANDARD", "EXTENDED"]).optional() }).optional(),
  zonalShiftConfig: z.object({ enabled: z.boolean().optional() }).optional(),
  computeConfig: loose,
  kubernetesNetworkConfig: loose,
  storageConfig: loose,
  remoteNetworkConfig: loose,
  deletionProtection: z.boolean().optional(),
  controlPlaneScalingConfig: loose,
});

/** UpdateClusterConfig: one kind of setting a call. */
export function updateClusterConfig(call: Call, input: EksInput): Answer {
  const name = pathName(input, "name");
  const members = { clusterName: name };
  const body = readBody(updateConfigInput, input, members);
  const cluster = findCluster(call, name);
  const { clientRequestToken, ...request } = body;
  return once(call, "UpdateClusterConfig", clientRequestToken, { name, request }, members, () => {
    requireActive(cluster);
    const { type, change } = configChange(call, cluster, request, members);
    return begin(call, cluster, type, change, call.world.timings.clusterUpdateConfig, []);
  });
}

/** What a cluster update set out to change is so now. */
export function clusterUpdated(world: World, updateId: string, change: ClusterChange): void {
  const update = world.tables.updates.get(updateId);
  if (update === undefined) return;
  world.tables.clusters.update(clusterKey(update, update.cluster), (row) => ({
    ...row,
    ...change,
    status: "ACTIVE",
  }));
  endUpdate(world, updateId);
}

function once(
  call: Call,
  operation: string,
  token: string | undefined,
  request: unknown,
  members: Readonly<Record<string, unknown>>,
  run: () => UpdateRecord,
): Answer {
  const memory = idempotent(call, operation, token, request, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const earlier = memory.earlier === undefined ? undefined : call.world.tables.updates.get(memory.earlier);
  const update = earlier ?? run();
  memory.remember(update.id);
  return { update: updateView(updateNow(call.world, update)) };
}

function begin(
  call: Call,
  cluster: ClusterRecord,
  type: string,
  change: ClusterChange,
  seconds: number,
  params: UpdateRecord["params"],
): UpdateRecord {
  const update = startUpdate(call.world, call.place, { cluster: cluster.name }, type, params);
  call.world.tables.clusters.put({ ...cluster, status: "UPDATING" });
  call.world.schedule(seconds, { type: "cluster-updated", update: update.id, change });
  return update;
}

function requireActive(cluster: ClusterRecord): void {
  if (cluster.status === "ACTIVE") return;
  throw resourceInUse(`Cluster ${cluster.name} has an ongoing operation: it is ${cluster.status}`, {
    clusterName: cluster.name,
  });
}

function checkVersion(
  call: Call,
  cluster: ClusterRecord,
  version: string,
  members: Readonly<Record<string, unknown>>,
): void {
  const known = findKubernetesVersion(version);
  if (known === undefined || (!call.world.lax && Date.parse(known.released) > call.world.now())) {
    throw invalidParameter("unsupported Kubernetes version", members);
  }
  const steps = compareMinors(version, cluster.version);
  if (steps !== 1) {
    throw invalidParameter(
      `Unsupported Kubernetes minor version update from ${cluster.version} to ${version}`,
      members,
    );
  }
  const behind = call.world.tables.nodegroups
    .by("cluster", clusterKey(call.place, cluster.name))
    .filter((nodegroup) => compareMinors(version, nodegroup.version) > call.world.limits.nodeSkew);
  if (behind.length > 0) {
    throw invalidRequest(
      `Nodegroups ${behind.map(({ name }) => name).join(", ")} must be updated to match cluster version ${cluster.version} before updating cluster version`,
      members,
    );
  }
}

function configChange(
  call: Call,
  cluster: ClusterRecord,
  request: z.output<typeof updateConfigInput>,
  members: Readonly<Record<string, unknown>>,
): { readonly type: string; readonly change: ClusterChange } {
  const extra = definedMembers({
    computeConfig: request.computeConfig,
    storageConfig: request.storageConfig,
    remoteNetworkConfig: request.remoteNetworkConfig,
    controlPlaneScalingConfig: request.controlPlaneScalingConfig,
  });
  const kinds: { readonly type: string; readonly change: ClusterChange }[] = [];
  const vpc = request.resourcesVpcConfig;
  if (vpc !== undefined) {
    if (vpc.subnetIds !== undefined) findSubnets(call, vpc.subnetIds, cluster.vpcId, members);
    kinds.push({
      type:
        vpc.subnetIds === undefined && vpc.securityGroupIds === undefined
          ? "EndpointAccessUpdate"
          : "VpcConfigUpdate",
      change: definedMembers({ ...vpc }),
    });
  }
  if (request.logging !== undefined) {
    const types = enabledLogTypes(cluster.enabledLogTypes, request.logging);
    const same = JSON.stringify(types) === JSON.stringify([...cluster.enabledLogTypes].sort());
    if (same && !call.world.lax) {
      throw invalidParameter("No changes needed for the logging config provided", members);
    }
    kinds.push({ type: "LoggingUpdate", change: { enabledLogTypes: types } });
  }
  if (request.accessConfig?.authenticationMode !== undefined) {
    kinds.push({
      type: "AccessConfigUpdate",
      change: { authenticationMode: request.accessConfig.authenticationMode },
    });
  }
  if (request.upgradePolicy?.supportType !== undefined) {
    kinds.push({ type: "UpgradePolicyUpdate", change: { supportType: request.upgradePolicy.supportType } });
  }
  if (request.zonalShiftConfig?.enabled !== undefined) {
    kinds.push({ type: "ZonalShiftConfigUpdate", change: { zonalShift: request.zonalShiftConfig.enabled } });
  }
  if (request.deletionProtection !== undefined) {
    kinds.push({
      type: "DeletionProtectionUpdate",
      change: { deletionProtection: request.deletionProtection },
    });
  }
  if (Object.keys(extra).length > 0) {
    kinds.push({
      type: request.computeConfig === undefined ? "RemoteNetworkConfigUpdate" : "AutoModeUpdate",
      change: { extra: { ...cluster.extra, ...extra } },
    });
  }
  const [only, second] = kinds;
  if (call.world.lax) {
    const asGiven = { ...cluster.asGiven, ...definedMembers({ ...request }) };
    const changes = kinds.map(({ change }) => change);
    return { type: only?.type ?? "ConfigUpdate", change: Object.assign({}, ...changes, { asGiven }) };
  }
  if (only === undefined) throw invalidParameter("No changes were requested for the cluster.", members);
  if (second !== undefined) {
    throw invalidParameter("Only one type of update can be allowed.", members);
  }
  return only;
}
