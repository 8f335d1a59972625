import type { ResourceType } from "../provider-definition.js";
import { planRegion } from "../region/plan-region.js";
import { regionalResourceType } from "../region/regional-resource-type.js";
import { regionalSchema } from "../region/regional-schema.js";
import type { ProviderSettings } from "../release/provider-settings.js";
import { planResourceChange } from "../sdk/plan-resource-change.js";
import { customizeInTurn } from "../sdk/resource-diff.js";
import { validateConfig } from "../sdk/validate-config.js";
import { executeLaunchTemplateOperation } from "./execute.js";
import { launchTemplateOperations } from "./operations.js";
import { planVersions } from "./plan-rules.js";
import { readLaunchTemplate } from "./read.js";
import { launchTemplateSchema } from "./schema.js";

/** `aws_launch_template`. Its natural key is its name; imports give its id. */
export function launchTemplate({ has, defaultRegion }: ProviderSettings): ResourceType {
  const regional = has("6.0");
  const own = launchTemplateSchema(has);
  const schema = regional ? regionalSchema(own) : own;
  const customizeDiff = regional ? customizeInTurn(planRegion(defaultRegion), planVersions) : planVersions;
  const type: ResourceType = {
    type: "aws_launch_template",
    schema,
    validate: (config) => validateConfig(schema, config),
    planResourceChange: (request) => planResourceChange({ schema, customizeDiff }, request),
    naturalKey: ({ name }) => (typeof name === "string" && name !== "" ? name : null),
    importStub: (key) => (/^lt-[0-9a-f]{8,17}$/.test(key) ? { id: key } : { name: key }),
    read: (prior, context) => readLaunchTemplate(prior, context, own),
    operations: launchTemplateOperations,
    execute: executeLaunchTemplateOperation,
  };
  return regional ? regionalResourceType(type, defaultRegion) : type;
}
