import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readSubnet } from "./read.js";
import { subnetSchema } from "./schema.js";

/** `data.aws_subnet`. */
export const subnet: DataSource = {
  type: "aws_subnet",
  schema: subnetSchema,
  validate: (config) => validateConfig(subnetSchema, config),
  read: readSubnet,
};
