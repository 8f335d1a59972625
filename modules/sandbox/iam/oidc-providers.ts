import type { QueryOperation } from "../ec2/actions.js";
import type { Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import type { OidcProviderRecord } from "../world/records.js";
import { entityAlreadyExists, noSuchEntity, required } from "./iam-errors.js";
import { iamTags, tagList } from "./iam-lists.js";
import { without } from "./roles.js";

/** OpenID Connect providers: what roles for service accounts trust. */
export const oidcProviderActions: Readonly<Record<string, QueryOperation>> = {
  CreateOpenIDConnectProvider: (call, parameters) => {
    const url = required(parameters, "Url");
    const host = url.replace(/^https?:\/\//, "");
    const arn = `arn:aws:iam::${call.place.account}:oidc-provider/${host}`;
    if (call.world.tables.oidcProviders.has(arn)) {
      throw entityAlreadyExists(`Provider with url ${url} already exists.`);
    }
    const given = parameters.strings("ThumbprintList");
    call.world.tables.oidcProviders.put({
      account: call.place.account,
      arn,
      url: host,
      clientIds: parameters.strings("ClientIDList"),
      thumbprints: given.length > 0 ? given : ["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"],
      createdAt: call.world.now(),
      tags: iamTags(parameters),
    });
    return { OpenIDConnectProviderArn: arn, Tags: tagList(iamTags(parameters)) };
  },

  GetOpenIDConnectProvider: (call, parameters) => {
    const provider = findProvider(call, parameters);
    return {
      Url: provider.url,
      ClientIDList: provider.clientIds,
      ThumbprintList: provider.thumbprints,
      CreateDate: new Date(provider.createdAt).toISOString(),
      Tags: tagList(provider.tags),
    };
  },

  ListOpenIDConnectProviders: (call) => ({
    OpenIDConnectProviderList: call.world.tables.oidcProviders
      .by("account", call.place.account)
      .map(({ arn }) => ({ Arn: arn })),
  }),

  DeleteOpenIDConnectProvider: (call, parameters) => {
    call.world.tables.oidcProviders.delete(findProvider(call, parameters).arn);
    return {};
  },

  UpdateOpenIDConnectProviderThumbprint: (call, parameters) => {
    const thumbprints = parameters.strings("ThumbprintList");
    call.world.tables.oidcProviders.put({ ...findProvider(call, parameters), thumbprints });
    return {};
  },

  AddClientIDToOpenIDConnectProvider: (call, parameters) => {
    const provider = findProvider(call, parameters);
    const id = required(parameters, "ClientID");
    call.world.tables.oidcProviders.put({
      ...provider,
      clientIds: [...provider.clientIds.filter((other) => other !== id), id],
    });
    return {};
  },

  RemoveClientIDFromOpenIDConnectProvider: (call, parameters) => {
    const provider = findProvider(call, parameters);
    const id = required(parameters, "ClientID");
    call.world.tables.oidcProviders.put({
      ...provider,
      clientIds: provider.clientIds.filter((other) => other !== id),
    });
    return {};
  },

  TagOpenIDConnectProvider: (call, parameters) => {
    const provider = findProvider(call, parameters);
    call.world.tables.oidcProviders.put({ ...provider, tags: { ...provider.tags, ...iamTags(parameters) } });
    return {};
  },

  UntagOpenIDConnectProvider: (call, parameters) => {
    const provider = findProvider(call, parameters);
    call.world.tables.oidcProviders.put({
      ...provider,
      tags: without(provider.tags, parameters.strings("TagKeys")),
    });
    return {};
  },
};

function findProvider(call: Call, parameters: QueryParameters): OidcProviderRecord {
  const arn = required(parameters, "OpenIDConnectProviderArn");
  const provider = call.world.tables.oidcProviders.get(arn);
  if (provider === undefined) throw noSuchEntity(`OpenIDConnect Provider not found for arn ${arn}`);
  return provider;
}
