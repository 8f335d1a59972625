import type { ChangeActions, ResourceChange } from "../../plan/index.js";
import { valuesEqual } from "../../values/index.js";
import { compareKeys } from "../prior/instance-address.js";
import type { DriftedInstance, PlannedInstance } from "../walk/plan-walk.js";
import { jsonChange } from "./json-change.js";

/** `resource_changes`, sorted as Terraform sorts addresses: data sources first, then type, name, key. */
export function resourceChangesJson(planned: readonly PlannedInstance[]): readonly ResourceChange[] {
  return [...planned].sort(compareInstances).map((instance) => ({
    address: instance.address,
    ...(instance.previousAddress === null ? {} : { previous_address: instance.previousAddress }),
    ...(instance.module === null ? {} : { module_address: instance.module }),
    mode: instance.mode,
    type: instance.type,
    name: instance.name,
    ...(instance.key === null ? {} : { index: instance.key }),
    provider_name: instance.providerSource,
    ...(instance.deposed === null ? {} : { deposed: instance.deposed }),
    change: jsonChange(instance.change, instance.schema.block, instance.importing ?? undefined),
    ...(instance.change.reason === null ? {} : { action_reason: instance.change.reason }),
  }));
}

/** `resource_drift`: what differs live from the state, as updates and deletions without reasons; what only moved as well. */
export function resourceDriftJson(drifted: readonly DriftedInstance[]): readonly ResourceChange[] {
  const instances = drifted.map((drift) => ({ ...drift, ...drift.prior, mode: "managed" as const }));
  return instances.sort(compareInstances).map((drift) => ({
    address: drift.address,
    ...(drift.previousAddress === null ? {} : { previous_address: drift.previousAddress }),
    ...(drift.module === null ? {} : { module_address: drift.module }),
    mode: drift.mode,
    type: drift.type,
    name: drift.name,
    ...(drift.key === null ? {} : { index: drift.key }),
    provider_name: drift.providerSource,
    change: jsonChange(
      {
        actions: driftActions(drift),
        before: drift.before,
        after: drift.after,
        beforeSensitivePaths: drift.sensitivePaths,
        afterSensitivePaths: drift.sensitivePaths,
        replacePaths: [],
      },
      drift.schema.block,
    ),
  }));
}

function driftActions({ before, after }: DriftedInstance): ChangeActions {
  if (after === null) return ["delete"];
  return valuesEqual(before, after) ? ["no-op"] : ["update"];
}

type Sortable = Pick<PlannedInstance, "module" | "mode" | "type" | "name" | "key" | "deposed">;

export function compareInstances(left: Sortable, right: Sortable): number {
  return (
    compareTexts(left.module ?? "", right.module ?? "") ||
    compareTexts(left.mode, right.mode) ||
    compareTexts(left.type, right.type) ||
    compareTexts(left.name, right.name) ||
    compareKeys(left.key, right.key) ||
    compareTexts(left.deposed ?? "", right.deposed ?? "")
  );
}

export function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
