import type { DataSource } from "../provider-definition.js";
import { textOf } from "../state-shape/object-fields.js";
import { requireSamePartition } from "./plan-region.js";
import { regionalClients } from "./regional-clients.js";
import { regionalSchema } from "./regional-schema.js";

/** A data source that can be read in another region than the provider's, as with provider 6. */
export function regionalDataSource(source: DataSource): DataSource {
  return {
    ...source,
    schema: regionalSchema(source.schema),
    async read(config, context) {
      const region = textOf(config, "region");
      if (region) requireSamePartition(region, context.clients.target.region);
      const clients = regionalClients(context.clients, region);
      const object = await source.read(config, { ...context, clients });
      return { ...object, region: clients.target.region };
    },
  };
}
