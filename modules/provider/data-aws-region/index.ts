import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readRegion } from "./read.js";
import { regionSchema } from "./schema.js";

/** `data.aws_region`. */
export const region: DataSource = {
  type: "aws_region",
  schema: regionSchema,
  validate: (config) => validateConfig(regionSchema, config),
  read: readRegion,
};
