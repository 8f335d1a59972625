import type { ObjectValue } from "../../values/index.js";
import { partitionOf } from "../account.js";
import type { ReadContext } from "../provider-definition.js";
import type { Schema } from "../schema.js";
import { dataSourceState } from "../state-shape/data-source-state.js";
import { textOf } from "../state-shape/object-fields.js";
import { regionNames } from "./region-names.js";

/** Reads `data.aws_region`: the provider's region or the one asked for; no call is made. */
export async function readRegion(
  config: ObjectValue,
  context: ReadContext,
  schema: Schema,
): Promise<ObjectValue> {
  const asked =
    textOf(config, "region") ?? textOf(config, "name") ?? regionOfEndpoint(textOf(config, "endpoint"));
  const name = asked ?? context.clients.target.region;
  const fields = {
    description: regionNames[name],
    endpoint: `ec2.${name}.${partitionOf(name).dnsSuffix}`,
    id: name,
    name,
    region: name,
  };
  return dataSourceState(schema, fields, config);
}

function regionOfEndpoint(endpoint: string | undefined): string | undefined {
  return endpoint === undefined ? undefined : /^ec2\.([^.]+)\./.exec(endpoint)?.[1];
}
