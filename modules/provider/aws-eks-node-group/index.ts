import { isObjectValue, type ObjectValue, type Value } from "../../values/index.js";
import type { ResourceType } from "../provider-definition.js";
import { planRegion } from "../region/plan-region.js";
import { regionalResourceType } from "../region/regional-resource-type.js";
import { regionalSchema } from "../region/regional-schema.js";
import type { ProviderSettings } from "../release/provider-settings.js";
import { planResourceChange } from "../sdk/plan-resource-change.js";
import { customizeInTurn } from "../sdk/resource-diff.js";
import { planTagsAll } from "../sdk/tags-all.js";
import { validateConfig } from "../sdk/validate-config.js";
import { executeNodeGroupOperation } from "./execute.js";
import { nodeGroupId } from "./node-group-id.js";
import { nodeGroupOperations } from "./operations.js";
import { readNodeGroup } from "./read.js";
import { nodeGroupSchema } from "./schema.js";

/**
 * `aws_eks_node_group`. Its natural key is the provider's id, `cluster:name`. Its plan has no rules of its own
 * beyond its schema's and the provider's for tags and region.
 */
export function nodeGroup({ has, defaultRegion }: ProviderSettings): ResourceType {
  const regional = has("6.0");
  const own = nodeGroupSchema(has);
  const schema = regional ? regionalSchema(own) : own;
  const customizeDiff = regional ? customizeInTurn(planRegion(defaultRegion), planTagsAll) : planTagsAll;
  const type: ResourceType = {
    type: "aws_eks_node_group",
    schema,
    timeouts: { create: 3600, update: 3600, delete: 3600 },
    validate: (config) => validateConfig(schema, config),
    planResourceChange: (request) => planResourceChange({ schema, customizeDiff }, request),
    naturalKey,
    importStub: (naturalKey) => ({ id: naturalKey }),
    read: (prior, context) => readNodeGroup(prior, context, own),
    operations: nodeGroupOperations,
    execute: executeNodeGroupOperation,
  };
  return regional ? regionalResourceType(type, defaultRegion) : type;
}

/** Null when the name is generated (from a prefix, or wholly) or not known. */
function naturalKey(config: ObjectValue): string | null {
  const cluster: Value = config.cluster_name ?? null;
  const name: Value = config.node_group_name ?? null;
  if (!isObjectValue(config) || typeof cluster !== "string" || typeof name !== "string" || name === "")
    return null;
  return nodeGroupId(cluster, name);
}
