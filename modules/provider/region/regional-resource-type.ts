import type { ObjectValue } from "../../values/index.js";
import type { ResourceType } from "../provider-definition.js";
import { textOf } from "../state-shape/object-fields.js";
import { regionalClients } from "./regional-clients.js";

/** An import id of provider 6: the id itself, then perhaps `@` and the region. */
const WITH_REGION = /^(.+)@([a-z]{2}(?:-[a-z]+)+-\d{1,2})$/;

/**
 * A resource type whose objects have a region of their own, as provider 6 makes them: calls go there, and the
 * state tells it. `defaultRegion` is the environment's, for provider blocks that name none.
 */
export function regionalResourceType(type: ResourceType, defaultRegion: string | null): ResourceType {
  return {
    ...type,
    naturalKey(config) {
      const key = type.naturalKey(config);
      const region = config.region ?? null;
      if (key === null || region === null || region === "") return key;
      return typeof region === "string" ? `${key}@${region}` : null;
    },
    importStub(naturalKey) {
      const [, key, region] = WITH_REGION.exec(naturalKey) ?? [];
      return key === undefined || region === undefined
        ? type.importStub(naturalKey)
        : { ...type.importStub(key), region };
    },
    async read(prior, context) {
      const clients = regionalClients(context.clients, textOf(prior, "region"));
      const object = await type.read(prior, { ...context, clients });
      return object && { ...object, region: clients.target.region };
    },
    operations(request) {
      const ofProvider = request.provider.region ?? defaultRegion;
      const region = regionOf(request.planned) ?? regionOf(request.prior);
      const operations = type.operations(request);
      return region === undefined || region === ofProvider
        ? operations
        : operations.map((operation) => ({ ...operation, region }));
    },
    execute: (operation, context) =>
      type.execute(operation, {
        ...context,
        clients: regionalClients(context.clients, operation.region),
      }),
  };
}

function regionOf(object: ObjectValue | null): string | undefined {
  return textOf(object, "region") || undefined;
}
