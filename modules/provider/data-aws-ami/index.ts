import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readAmi } from "./read.js";
import { amiSchema } from "./schema.js";

/** `data.aws_ami`. */
export const ami: DataSource = {
  type: "aws_ami",
  schema: amiSchema,
  validate: (config) => validateConfig(amiSchema, config),
  read: readAmi,
};
