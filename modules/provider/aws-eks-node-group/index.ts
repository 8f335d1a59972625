import { isObjectValue, type ObjectValue, type Value } from "../../values/index.js";
import type { ResourceType } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { executeNodeGroupOperation } from "./execute.js";
import { nodeGroupId } from "./node-group-id.js";
import { nodeGroupOperations } from "./operations.js";
import { planNodeGroup } from "./plan-rules.js";
import { readNodeGroup } from "./read.js";
import { nodeGroupSchema } from "./schema.js";

/** `aws_eks_node_group`. Its natural key is the provider's id, `cluster:name`. */
export const nodeGroup: ResourceType = {
  type: "aws_eks_node_group",
  schema: nodeGroupSchema,
  timeouts: { create: 3600, update: 3600, delete: 3600 },
  validate: (config) => validateConfig(nodeGroupSchema, config),
  planResourceChange: planNodeGroup,
  naturalKey,
  importStub: (naturalKey) => ({ id: naturalKey }),
  read: readNodeGroup,
  operations: nodeGroupOperations,
  execute: executeNodeGroupOperation,
};

/** Null when the name is generated (from a prefix, or wholly) or not known. */
function naturalKey(config: ObjectValue): string | null {
  const cluster: Value = config.cluster_name ?? null;
  const name: Value = config.node_group_name ?? null;
  if (!isObjectValue(config) || typeof cluster !== "string" || typeof name !== "string" || name === "")
    return null;
  return nodeGroupId(cluster, name);
}
