import { isObjectValue, type ObjectValue, type Value } from "../../values/index.js";
import type { ReleaseHas } from "../release/provider-release.js";
import type { NestedBlockSchema } from "../schema.js";
import { block, blocks, optional, required } from "../schema-builders.js";
import { blockList, getOk } from "../state-shape/object-fields.js";
import { enumOf, integerAtLeast, integerBetween } from "../validators.js";

const computedBlock = { optional: true, computed: true };

/** EKS's repair of nodes: only its switch until release 6.20, with limits and overrides since. */
export function nodeRepairConfig(has: ReleaseHas): NestedBlockSchema {
  const enabled = optional("bool", { default: false });
  if (!has("6.20")) return block({ enabled }, {}, computedBlock);
  return block(
    {
      enabled,
      ...countOrPercentage("max_parallel_nodes_repaired"),
      ...countOrPercentage("max_unhealthy_node_threshold"),
    },
    {
      node_repair_config_overrides: blocks({
        min_repair_wait_time_mins: required("number", { validate: integerAtLeast(1) }),
        node_monitoring_condition: required("string"),
        node_unhealthy_reason: required("string"),
        repair_action: required("string", { validate: enumOf("Replace", "Reboot", "NoAction") }),
      }),
    },
    computedBlock,
  );
}

function countOrPercentage(name: string) {
  const [count, percentage] = [`${name}_count`, `${name}_percentage`];
  return {
    [count]: optional("number", {
      conflictsWith: [`node_repair_config.0.${percentage}`],
      validate: integerAtLeast(1),
    }),
    [percentage]: optional("number", {
      conflictsWith: [`node_repair_config.0.${count}`],
      validate: integerBetween(1, 100),
    }),
  };
}

const LIMITS: readonly (readonly [name: string, api: string])[] = [
  ["max_parallel_nodes_repaired_count", "maxParallelNodesRepairedCount"],
  ["max_parallel_nodes_repaired_percentage", "maxParallelNodesRepairedPercentage"],
  ["max_unhealthy_node_threshold_count", "maxUnhealthyNodeThresholdCount"],
  ["max_unhealthy_node_threshold_percentage", "maxUnhealthyNodeThresholdPercentage"],
];

/** The block as EKS takes it: the switch always, limits only where they are set. */
export function repairParameters(config: ObjectValue): ObjectValue {
  const entries = LIMITS.flatMap(([name, api]): [string, Value][] => {
    const value = getOk(config, name);
    return value === undefined ? [] : [[api, value]];
  });
  const overrides = blockList(config, "node_repair_config_overrides").filter(isObjectValue);
  return {
    enabled: config.enabled ?? false,
    ...Object.fromEntries(entries),
    ...(overrides.length === 0 ? {} : { nodeRepairConfigOverrides: overrides.map(overrideParameters) }),
  };
}

function overrideParameters(override: ObjectValue): ObjectValue {
  return {
    minRepairWaitTimeMins: override.min_repair_wait_time_mins ?? null,
    nodeMonitoringCondition: override.node_monitoring_condition ?? null,
    nodeUnhealthyReason: override.node_unhealthy_reason ?? null,
    repairAction: override.repair_action ?? null,
  };
}
