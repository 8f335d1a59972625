import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readSubnets } from "./read.js";
import { subnetsSchema } from "./schema.js";

/** `data.aws_subnets`. */
export const subnets: DataSource = {
  type: "aws_subnets",
  schema: subnetsSchema,
  validate: (config) => validateConfig(subnetsSchema, config),
  read: readSubnets,
};
