import type { DataSource } from "../provider-definition.js";
import { regionalDataSource } from "../region/regional-data-source.js";
import type { ProviderSettings } from "../release/provider-settings.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readAmi } from "./read.js";
import { amiSchema } from "./schema.js";

/** `data.aws_ami`. */
export function ami({ has }: ProviderSettings): DataSource {
  const schema = amiSchema(has);
  const source: DataSource = {
    type: "aws_ami",
    schema,
    validate: (config) => validateConfig(schema, config),
    read: (config, context) => readAmi(config, context, schema),
  };
  return has("6.0") ? regionalDataSource(source) : source;
}
