import { resizeGroup } from "../capacity/auto-scaling-capacity.js";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { nodegroupKey } from "../world/keys.js";
import type { NodegroupRecord, Taint, UpdateRecord } from "../world/records.js";
import { checkUpdateConfig } from "./create-nodegroup.js";
import { invalidParameter } from "./eks-errors.js";
import { type UpdateNodegroupConfigInput, updateNodegroupConfigInput } from "./nodegroup-input.js";
import { requireUpdatable } from "./nodegroup-state.js";
import { type EksInput, findNodegroup, pathName, readBody } from "./read-input.js";
import { checkScaling } from "./scaling-rules.js";
import { startUpdate, updateNow, updateView } from "./start-update.js";
import { takeTrouble } from "./trouble.js";

/** UpdateNodegroupConfig: labels, taints, sizes, update and repair settings; one update at a time. */
export function updateNodegroupConfig(call: Call, input: EksInput): Answer {
  const clusterName = pathName(input, "name");
  const nodegroupName = pathName(input, "nodegroupName");
  const members = { clusterName, nodegroupName };
  const body = readBody(updateNodegroupConfigInput, input, members);
  const nodegroup = findNodegroup(call, clusterName, nodegroupName);
  const { clientRequestToken, ...request } = body;
  const memory = idempotent(call, "UpdateNodegroupConfig", clientRequestToken, { members, request }, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const { updates, nodegroups } = call.world.tables;
  const earlier = memory.earlier === undefined ? undefined : updates.get(memory.earlier);
  if (earlier !== undefined) return { update: updateView(earlier) };

  requireUpdatable(nodegroup);
  const changed = changedNodegroup(call, nodegroup, body, members);
  const update = startUpdate(
    call.world,
    call.place,
    { cluster: clusterName, nodegroup: nodegroupName },
    "ConfigUpdate",
    paramsOf(body),
  );
  nodegroups.put({
    ...changed,
    modifiedAt: call.world.now(),
    status: "UPDATING",
    activeUpdate: update.id,
  });
  if (body.scalingConfig !== undefined) {
    const { minSize, maxSize, desiredSize } = changed.scaling;
    resizeGroup(
      call.world,
      call.place,
      nodegroup.asgName,
      { minSize, maxSize, desired: desiredSize },
      "a user request update of AutoScalingGroup constraints changed the desired capacity.",
    );
  }
  memory.remember(update.id);
  call.world.schedule(call.world.timings.nodegroupUpdateConfig, {
    type: "nodegroup-updated",
    update: update.id,
  });
  return { update: updateView(updateNow(call.world, update)) };
}

/** The update has come to its end: the group is ACTIVE again, or keeps what it was told to suffer. */
export function nodegroupConfigUpdated(
  world: Call["world"],
  update: UpdateRecord,
  end: (errors: UpdateRecord["errors"]) => void,
): void {
  if (update.nodegroup === undefined) return;
  const key = nodegroupKey(update, update.cluster, update.nodegroup);
  const nodegroup = world.tables.nodegroups.get(key);
  if (nodegroup === undefined || nodegroup.activeUpdate !== update.id) return;
  const trouble = takeTrouble(world, nodegroup, "config-update");
  const { activeUpdate: _, ...rest } = nodegroup;
  world.tables.nodegroups.put({
    ...rest,
    status: trouble?.degraded === true || rest.issues.length > 0 ? "DEGRADED" : "ACTIVE",
    issues: trouble?.degraded === true ? [...rest.issues, trouble.issue] : rest.issues,
  });
  end(trouble === undefined ? [] : [trouble.error]);
}

function changedNodegroup(
  call: Call,
  nodegroup: NodegroupRecord,
  body: UpdateNodegroupConfigInput,
  members: Readonly<Record<string, unknown>>,
): NodegroupRecord {
  const given = Object.values({ ...body, clientRequestToken: undefined }).some(
    (value) => value !== undefined,
  );
  if (!given) throw invalidParameter("No changes were requested for the node group.", members);
  const scaling = {
    minSize: body.scalingConfig?.minSize ?? nodegroup.scaling.minSize,
    maxSize: body.scalingConfig?.maxSize ?? nodegroup.scaling.maxSize,
    desiredSize: body.scalingConfig?.desiredSize ?? nodegroup.scaling.desiredSize,
  };
  if (body.scalingConfig !== undefined) checkScaling(call.world, scaling, members, "update");
  checkUpdateConfig(body.updateConfig, members);

  const labels: Record<string, string> = { ...nodegroup.labels };
  for (const key of body.labels?.removeLabels ?? []) delete labels[key];
  Object.assign(labels, body.labels?.addOrUpdateLabels ?? {});

  const same = (left: Taint, right: Taint): boolean => left.key === right.key && left.effect === right.effect;
  const removed = body.taints?.removeTaints ?? [];
  const added = body.taints?.addOrUpdateTaints ?? [];
  const kept = nodegroup.taints.filter(
    (taint) => ![...removed, ...added].some((other) => same(taint, other)),
  );
  const taints = [...kept, ...added];
  if (taints.length > 50) throw invalidParameter("A node group can have 50 taints at most.", members);

  return {
    ...nodegroup,
    scaling,
    labels,
    taints,
    ...(body.updateConfig === undefined
      ? {}
      : { updateConfig: mergedUpdateConfig(nodegroup.updateConfig, body.updateConfig) }),
    ...(body.nodeRepairConfig === undefined
      ? {}
      : { nodeRepairConfig: mergedRepairConfig(nodegroup.nodeRepairConfig, body.nodeRepairConfig) }),
    ...(body.warmPoolConfig === undefined
      ? {}
      : { warmPoolConfig: { ...nodegroup.warmPoolConfig, ...body.warmPoolConfig } }),
  };
}

/** A new count drives out a percentage, and the other way round; the strategy stays unless a new one is given. */
function mergedUpdateConfig(
  old: NodegroupRecord["updateConfig"],
  given: NodegroupRecord["updateConfig"],
): NodegroupRecord["updateConfig"] {
  const strategy = given.updateStrategy ?? old.updateStrategy;
  const amount =
    given.maxUnavailable !== undefined
      ? { maxUnavailable: given.maxUnavailable }
      : given.maxUnavailablePercentage !== undefined
        ? { maxUnavailablePercentage: given.maxUnavailablePercentage }
        : { maxUnavailable: old.maxUnavailable, maxUnavailablePercentage: old.maxUnavailablePercentage };
  return { ...amount, ...(strategy === undefined ? {} : { updateStrategy: strategy }) };
}

/** What is given takes the place of what was; of a count and its percentage the new one drives out the other. */
function mergedRepairConfig(
  old: NodegroupRecord["nodeRepairConfig"] = {},
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(old).filter(([name]) => {
    const twin = name.endsWith("Count")
      ? name.replace(/Count$/, "Percentage")
      : name.replace(/Percentage$/, "Count");
    return given[name] === undefined && (twin === name || given[twin] === undefined);
  });
  return { ...Object.fromEntries(kept), ...given };
}

function withoutEnabled(
  config: Readonly<Record<string, unknown>> | undefined,
): Readonly<Record<string, unknown>> | undefined {
  const { enabled: _, ...rest } = config ?? {};
  return Object.keys(rest).length === 0 ? undefined : rest;
}

function paramsOf(body: UpdateNodegroupConfigInput): UpdateRecord["params"] {
  const given: [string, unknown][] = [
    ["LabelsToAdd", body.labels?.addOrUpdateLabels],
    ["LabelsToRemove", body.labels?.removeLabels],
    ["TaintsToAdd", body.taints?.addOrUpdateTaints],
    ["TaintsToRemove", body.taints?.removeTaints],
    ["MinSize", body.scalingConfig?.minSize],
    ["MaxSize", body.scalingConfig?.maxSize],
    ["DesiredSize", body.scalingConfig?.desiredSize],
    ["MaxUnavailable", body.updateConfig?.maxUnavailable],
    ["MaxUnavailablePercentage", body.updateConfig?.maxUnavailablePercentage],
    ["UpdateStrategy", body.updateConfig?.updateStrategy],
    ["NodeRepairEnabled", body.nodeRepairConfig?.enabled],
    ["NodeRepairConfig", withoutEnabled(body.nodeRepairConfig)],
    ["WarmPoolEnabled", body.warmPoolConfig?.enabled],
    ["WarmPoolMinSize", body.warmPoolConfig?.minSize],
    ["WarmPoolMaxGroupPreparedCapacity", body.warmPoolConfig?.maxGroupPreparedCapacity],
    ["WarmPoolState", body.warmPoolConfig?.poolState],
    ["WarmPoolReuseOnScaleIn", body.warmPoolConfig?.reuseOnScaleIn],
  ];
  return given.flatMap(([type, value]) =>
    value === undefined ? [] : [{ type, value: typeof value === "string" ? value : JSON.stringify(value) }],
  );
}
