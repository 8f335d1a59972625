import type { DataSource } from "../provider-definition.js";
import type { ProviderSettings } from "../release/provider-settings.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readRegion } from "./read.js";
import { regionSchema } from "./schema.js";

/** `data.aws_region`. */
export function region({ has }: ProviderSettings): DataSource {
  const schema = regionSchema(has);
  const source: DataSource = {
    type: "aws_region",
    schema,
    validate: (config) => validateConfig(schema, config),
    read: (config, context) => readRegion(config, context, schema),
  };
  return source;
}
