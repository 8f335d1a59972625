import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readLaunchTemplateData } from "./read.js";
import { launchTemplateDataSchema } from "./schema.js";

/** `data.aws_launch_template`. */
export const launchTemplateData: DataSource = {
  type: "aws_launch_template",
  schema: launchTemplateDataSchema,
  validate: (config) => validateConfig(launchTemplateDataSchema, config),
  read: readLaunchTemplateData,
};
