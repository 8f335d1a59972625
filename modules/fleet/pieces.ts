import { z } from "zod";
import type { Diagnostic } from "../diagnostics/index.js";
import type { FleetDocument } from "./document/fleet-document.js";
import type { Origin, PathStep } from "./origin.js";
import { clusterSchema, zoneSchema } from "./schema/cluster-schema.js";
import { describeIssue } from "./schema/describe-issue.js";
import { fleetFileSchema } from "./schema/fleet-file-schema.js";
import { looseNodeGroupSchema, nodeGroupSchema } from "./schema/node-group-schema.js";
import { parseLeniently } from "./schema/parse-leniently.js";

// What a document is, loadFleet has asked already; clusters are read one by one.
const headerSchema = fleetFileSchema.extend({
  apiVersion: z.unknown(),
  kind: z.unknown(),
  clusters: z.array(z.unknown()).optional(),
});
const clusterPieceSchema = clusterSchema.extend({ nodeGroups: z.array(z.unknown()) });
const looseClusterSchema = clusterPieceSchema
  .partial()
  .extend({ zones: z.array(zoneSchema.partial()).optional() });

/** A part of a fleet file on its own: what is right in it, what is wrong, and where it stands. */
export interface Piece<T> {
  readonly value: T;
  readonly origin: Origin;
  /** Paths within the piece that were wrong and are left out of `value`. */
  readonly broken: readonly (readonly PathStep[])[];
}

export type HeaderPiece = Piece<z.infer<typeof headerSchema>>;
export type NodeGroupPiece = Piece<z.infer<typeof looseNodeGroupSchema>>;
export type ClusterPiece = Piece<z.infer<typeof looseClusterSchema>> & {
  readonly nodeGroups: readonly NodeGroupPiece[];
};

export interface Pieces {
  readonly headers: readonly HeaderPiece[];
  readonly clusters: readonly ClusterPiece[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Validates each document's shape, cluster by cluster and group by group, so that one error hides no other. */
export function readPieces(documents: readonly FleetDocument[]): Pieces {
  const headers: HeaderPiece[] = [];
  const clusters: ClusterPiece[] = [];
  const diagnostics: Diagnostic[] = [];

  function piece<T>(
    schema: z.ZodType,
    loose: z.ZodType<T>,
    value: unknown,
    origin: Origin,
  ): Piece<T> | undefined {
    const parsed = parseLeniently(schema, loose, value);
    for (const issue of parsed.issues)
      diagnostics.push(...describeIssue(issue, origin.document, origin.path));
    return parsed.value === undefined ? undefined : { value: parsed.value, origin, broken: parsed.broken };
  }

  for (const document of documents) {
    const header = piece(headerSchema, headerSchema, document.value, { document, path: [] });
    if (header !== undefined) headers.push(header);
    for (const [index, item] of listAt(document.value, "clusters").entries()) {
      const path = ["clusters", index];
      const cluster = piece(clusterPieceSchema, looseClusterSchema, item, { document, path });
      const nodeGroups = listAt(item, "nodeGroups").flatMap((group, place) => {
        const found = piece(nodeGroupSchema, looseNodeGroupSchema, group, {
          document,
          path: [...path, "nodeGroups", place],
        });
        return found === undefined ? [] : [found];
      });
      if (cluster !== undefined) clusters.push({ ...cluster, nodeGroups });
    }
  }
  return { headers, clusters, diagnostics };
}

/** The list under `key`, read before the value around it is known to be right. */
function listAt(value: unknown, key: string): readonly unknown[] {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return [];
  const list: unknown = Reflect.get(value, key);
  return Array.isArray(list) ? list : [];
}
