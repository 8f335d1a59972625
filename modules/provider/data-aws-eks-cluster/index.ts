import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readEksCluster } from "./read.js";
import { eksClusterDataSchema } from "./schema.js";

/** `data.aws_eks_cluster`. */
export const eksCluster: DataSource = {
  type: "aws_eks_cluster",
  schema: eksClusterDataSchema,
  validate: (config) => validateConfig(eksClusterDataSchema, config),
  read: readEksCluster,
};
