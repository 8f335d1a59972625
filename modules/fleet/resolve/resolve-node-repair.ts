import type { NodeRepair, NodesOrShare } from "../fleet.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";

/** EKS's repair of nodes as written: a switch, or a switch with limits. Null: nothing is said of it. */
export function resolveNodeRepair(settings: Partial<NodeGroupSettings>): NodeRepair | null {
  const { nodeRepair } = settings;
  if (nodeRepair === undefined) return null;
  if (typeof nodeRepair === "boolean") return { enabled: nodeRepair };
  const { enabled = true, maxParallel, maxUnhealthy, overrides } = nodeRepair;
  return {
    enabled,
    ...(maxParallel === undefined ? {} : { maxParallel: nodesOrShare(maxParallel) }),
    ...(maxUnhealthy === undefined ? {} : { maxUnhealthy: nodesOrShare(maxUnhealthy) }),
    ...(overrides === undefined || overrides.length === 0 ? {} : { overrides }),
  };
}

function nodesOrShare(value: number | string): NodesOrShare {
  return typeof value === "number" ? { count: value } : { percentage: Number.parseInt(value, 10) };
}
