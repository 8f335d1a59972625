import type { ResourceType } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { executeLaunchTemplateOperation } from "./execute.js";
import { launchTemplateOperations } from "./operations.js";
import { planLaunchTemplate } from "./plan-rules.js";
import { readLaunchTemplate } from "./read.js";
import { launchTemplateSchema } from "./schema.js";

/** `aws_launch_template`. Its natural key is its name; imports give its id. */
export const launchTemplate: ResourceType = {
  type: "aws_launch_template",
  schema: launchTemplateSchema,
  validate: (config) => validateConfig(launchTemplateSchema, config),
  planResourceChange: planLaunchTemplate,
  naturalKey: ({ name }) => (typeof name === "string" && name !== "" ? name : null),
  importStub: (key) => (/^lt-[0-9a-f]{8,17}$/.test(key) ? { id: key } : { name: key }),
  read: readLaunchTemplate,
  operations: launchTemplateOperations,
  execute: executeLaunchTemplateOperation,
};
