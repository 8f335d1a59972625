import type { ObjectValue } from "../../values/index.js";
import { partitionOf } from "../account.js";
import type { ReadContext } from "../provider-definition.js";
import { dataSourceState } from "../state-shape/data-source-state.js";
import { partitionSchema } from "./schema.js";

/** Reads `data.aws_partition`: it follows from the region, no call is made. */
export async function readPartition(config: ObjectValue, context: ReadContext): Promise<ObjectValue> {
  const { dnsSuffix, id } = partitionOf(context.clients.target.region);
  const fields = {
    dns_suffix: dnsSuffix,
    id,
    partition: id,
    reverse_dns_prefix: dnsSuffix.split(".").reverse().join("."),
  };
  return dataSourceState(partitionSchema, fields, config);
}
