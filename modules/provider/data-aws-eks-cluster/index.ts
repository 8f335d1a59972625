import type { DataSource } from "../provider-definition.js";
import { regionalDataSource } from "../region/regional-data-source.js";
import type { ProviderSettings } from "../release/provider-settings.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readEksCluster } from "./read.js";
import { eksClusterDataSchema } from "./schema.js";

/** `data.aws_eks_cluster`. */
export function eksCluster({ has }: ProviderSettings): DataSource {
  const schema = eksClusterDataSchema(has);
  const source: DataSource = {
    type: "aws_eks_cluster",
    schema,
    validate: (config) => validateConfig(schema, config),
    read: (config, context) => readEksCluster(config, context, schema),
  };
  return has("6.0") ? regionalDataSource(source) : source;
}
