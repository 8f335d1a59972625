import type { EksNodeGroupNodeRepairConfig } from "@cdktf/provider-aws/lib/eks-node-group/index.js";
import { present } from "./present.js";
import type { NodeGroupRepair, NodesOrShare } from "./zonal-node-group-props.js";

/** EKS's repair of nodes as the provider's block; limits that are not set are left to EKS. */
export function nodeRepairConfig(repair: NodeGroupRepair): EksNodeGroupNodeRepairConfig {
  const { enabled, maxParallel, maxUnhealthy, overrides } = repair;
  return {
    enabled,
    ...present({
      maxParallelNodesRepairedCount: countOf(maxParallel),
      maxParallelNodesRepairedPercentage: percentageOf(maxParallel),
      maxUnhealthyNodeThresholdCount: countOf(maxUnhealthy),
      maxUnhealthyNodeThresholdPercentage: percentageOf(maxUnhealthy),
      nodeRepairConfigOverrides: overrides?.map((override) => ({
        nodeMonitoringCondition: override.condition,
        nodeUnhealthyReason: override.reason,
        minRepairWaitTimeMins: override.waitMinutes,
        repairAction: override.action,
      })),
    }),
  };
}

function countOf(limit: NodesOrShare | undefined): number | undefined {
  return limit !== undefined && "count" in limit ? limit.count : undefined;
}

function percentageOf(limit: NodesOrShare | undefined): number | undefined {
  return limit !== undefined && "percentage" in limit ? limit.percentage : undefined;
}
