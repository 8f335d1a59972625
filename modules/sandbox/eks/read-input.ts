import type { z } from "zod";
import type { Call } from "../protocol/call.js";
import { clusterKey, nodegroupKey } from "../world/keys.js";
import type { ClusterRecord, NodegroupRecord } from "../world/records.js";
import { invalidParameter, resourceNotFound } from "./eks-errors.js";

/** An EKS call as it came over the wire. */
export interface EksInput {
  /** The names in the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined where there was none. */
  readonly body: unknown;
}

/** Checks a body against what the operation takes. Throws InvalidParameterException with what is wrong. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  input: EksInput,
  members: Readonly<Record<string, unknown>> = {},
): z.output<Schema> {
  const result = schema.safeParse(input.body ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? "request" : issue.path.map(String).join(".");
  throw invalidParameter(`${where}: ${issue?.message ?? "is not valid"}`, members);
}

export function pathName(input: EksInput, name: string): string {
  const value = input.path[name];
  if (value === undefined) throw new Error(`the route has no {${name}}`);
  return value;
}

/** The page size asked for. Throws InvalidParameterException outside of 1 to 100, which lax takes as it is. */
export function pageSize(query: URLSearchParams, lax = false): number {
  const text = query.get("maxResults");
  if (text === null || text === "") return 100;
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || (size > 100 && !lax)) {
    throw invalidParameter("maxResults needs to be between 1 and 100 (inclusive).");
  }
  return size;
}

export function nextToken(query: URLSearchParams): string | undefined {
  return query.get("nextToken") ?? undefined;
}

export function findCluster(call: Call, name: string): ClusterRecord {
  const cluster = call.world.tables.clusters.get(clusterKey(call.place, name));
  if (cluster === undefined) {
    throw resourceNotFound(`No cluster found for name: ${name}.`, { clusterName: name });
  }
  return cluster;
}

export function findNodegroup(call: Call, clusterName: string, name: string): NodegroupRecord {
  findCluster(call, clusterName);
  const nodegroup = call.world.tables.nodegroups.get(nodegroupKey(call.place, clusterName, name));
  if (nodegroup === undefined) {
    throw resourceNotFound(`No node group found for name: ${name}.`, {
      clusterName,
      nodegroupName: name,
    });
  }
  return nodegroup;
}
