import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readPartition } from "./read.js";
import { partitionSchema } from "./schema.js";

/** `data.aws_partition`. */
export const partition: DataSource = {
  type: "aws_partition",
  schema: partitionSchema,
  validate: (config) => validateConfig(partitionSchema, config),
  read: readPartition,
};
