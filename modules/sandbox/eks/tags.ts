import { z } from "zod";
import type { Answer, Call } from "../protocol/call.js";
import { clusterKey, nodegroupKey } from "../world/keys.js";
import type { Tags } from "../world/records.js";
import type { Table } from "../world/table.js";
import { accessEntryArn } from "./access-entries.js";
import { addonArn } from "./addons.js";
import { badRequest, notFound } from "./eks-errors.js";
import { profileArn } from "./fargate-profiles.js";
import { tagsInput } from "./nodegroup-input.js";
import { nodegroupArn } from "./nodegroup-view.js";
import { associationArn } from "./pod-identities.js";
import { type EksInput, pathName, readBody } from "./read-input.js";

/** TagResource, for every kind of EKS resource that an ARN can name. */
export function tagResource(call: Call, input: EksInput): Answer {
  const { tags } = readBody(z.object({ tags: tagsInput }), input);
  const resource = findTagged(call, pathName(input, "resourceArn"));
  const merged = { ...resource.tags, ...tags };
  if (Object.keys(merged).length > 50) throw badRequest("A resource can have 50 tags at most.");
  resource.replace(merged);
  return {};
}

export function untagResource(call: Call, input: EksInput): Answer {
  const keys = input.query.getAll("tagKeys");
  if (keys.length === 0) throw badRequest("tagKeys: at least one key is needed.");
  const resource = findTagged(call, pathName(input, "resourceArn"));
  resource.replace(Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.includes(key))));
  return {};
}

export function listTagsForResource(call: Call, input: EksInput): Answer {
  return { tags: findTagged(call, pathName(input, "resourceArn")).tags };
}

/** Something with tags: what they are, and how to give it others. */
export interface Tagged {
  readonly tags: Tags;
  readonly replace: (tags: Tags) => void;
}

function findTagged(call: Call, arn: string): Tagged {
  const match = /^arn:aws[a-z-]*:eks:([a-z0-9-]+):(\d{12}):([a-z-]+)\/(.+)$/.exec(arn);
  if (match === null) throw badRequest(`Invalid ARN: ${arn}`);
  const [, region = "", account = "", kind = "", rest = ""] = match;
  const place = { account, region };
  const [cluster = "", name = ""] = rest.split("/");
  const found = region === call.place.region && account === call.place.account ? lookUp() : undefined;
  if (found === undefined) throw notFound(`Resource was not found: ${arn}`);
  return found;

  function lookUp(): Tagged | undefined {
    const { clusters, nodegroups, addons, fargateProfiles, podIdentities, accessEntries } = call.world.tables;
    const within = clusterKey(place, cluster);
    switch (kind) {
      case "cluster":
        return tagged(clusters, within, () => true);
      case "nodegroup":
        return tagged(nodegroups, nodegroupKey(place, cluster, name), (row) => nodegroupArn(row) === arn);
      case "addon":
        return tagged(addons, `${within}/${name}`, (row) => addonArn(row) === arn);
      case "fargateprofile":
        return tagged(fargateProfiles, `${within}/${name}`, (row) => profileArn(row) === arn);
      case "podidentityassociation":
        return tagged(podIdentities, `${within}/${name}`, (row) => associationArn(row) === arn);
      case "access-entry": {
        const entry = accessEntries.by("cluster", within).find((row) => accessEntryArn(row) === arn);
        return entry && tagged(accessEntries, `${within}/${entry.principalArn}`, () => true);
      }
      default:
        return undefined;
    }
  }
}

function tagged<Row extends { readonly tags: Tags }>(
  table: Table<Row>,
  key: string,
  fits: (row: Row) => boolean,
): Tagged | undefined {
  const row = table.get(key);
  if (row === undefined || !fits(row)) return undefined;
  return { tags: row.tags, replace: (tags) => void table.put({ ...row, tags }) };
}
