import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readSsmParameter } from "./read.js";
import { ssmParameterSchema } from "./schema.js";

/** `data.aws_ssm_parameter`. */
export const ssmParameter: DataSource = {
  type: "aws_ssm_parameter",
  schema: ssmParameterSchema,
  validate: (config) => validateConfig(ssmParameterSchema, config),
  read: readSsmParameter,
};
