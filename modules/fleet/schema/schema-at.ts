import { z } from "zod";
import type { PathStep } from "../origin.js";
import { fleetJsonSchema } from "./fleet-json-schema.js";

/** The part of a JSON Schema that messages and documentation are made of. */
export interface SchemaNode {
  readonly type?: string | readonly string[] | undefined;
  readonly description?: string | undefined;
  readonly properties?: { readonly [key: string]: SchemaNode } | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: SchemaNode | undefined;
  readonly additionalProperties?: SchemaNode | boolean | undefined;
  readonly anyOf?: readonly SchemaNode[] | undefined;
  readonly oneOf?: readonly SchemaNode[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly examples?: readonly unknown[] | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
}

const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    description: z.string().optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    required: z.array(z.string()).optional(),
    items: schemaNode.optional(),
    additionalProperties: z.union([z.boolean(), schemaNode]).optional(),
    anyOf: z.array(schemaNode).optional(),
    oneOf: z.array(schemaNode).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    examples: z.array(z.unknown()).optional(),
    pattern: z.string().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
);

let root: SchemaNode | undefined;

/** The fleet file's JSON Schema as a tree. */
export function fleetSchemaTree(): SchemaNode {
  root ??= schemaNode.parse(fleetJsonSchema());
  return root;
}

/** What the schema says of the value at `path` of a fleet file. */
export function schemaAt(path: readonly PathStep[]): SchemaNode | undefined {
  let node: SchemaNode | undefined = fleetSchemaTree();
  for (const step of path) {
    if (node === undefined) return undefined;
    if (typeof step === "number") node = node.items;
    else node = propertyOf(node, step);
  }
  return node;
}

function propertyOf(node: SchemaNode, key: string): SchemaNode | undefined {
  const own =
    node.properties !== undefined && Object.hasOwn(node.properties, key) ? node.properties[key] : undefined;
  if (own !== undefined) return own;
  for (const variant of node.oneOf ?? []) {
    const found = propertyOf(variant, key);
    if (found !== undefined) return found;
  }
  return typeof node.additionalProperties === "object" ? node.additionalProperties : undefined;
}
