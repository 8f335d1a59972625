import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readCallerIdentity } from "./read.js";
import { callerIdentitySchema } from "./schema.js";

/** `data.aws_caller_identity`. */
export const callerIdentity: DataSource = {
  type: "aws_caller_identity",
  schema: callerIdentitySchema,
  validate: (config) => validateConfig(callerIdentitySchema, config),
  read: readCallerIdentity,
};
