import type { DataSource } from "../provider-definition.js";
import { regionalDataSource } from "../region/regional-data-source.js";
import type { ProviderSettings } from "../release/provider-settings.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readLaunchTemplateData } from "./read.js";
import { launchTemplateDataSchema } from "./schema.js";

/** `data.aws_launch_template`. */
export function launchTemplateData({ has }: ProviderSettings): DataSource {
  const schema = launchTemplateDataSchema(has);
  const source: DataSource = {
    type: "aws_launch_template",
    schema,
    validate: (config) => validateConfig(schema, config),
    read: (config, context) => readLaunchTemplateData(config, context, schema),
  };
  return has("6.0") ? regionalDataSource(source) : source;
}
