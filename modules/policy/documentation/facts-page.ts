import { z } from "zod";
import { factsJsonSchema } from "../published-schemas.js";

/** The page of the facts, from their schema. */
export function factsPage(): string {
  const rows = rowsOf("", schemaNode.parse(factsJsonSchema()));
  return [
    "# The facts that rules see",
    "",
    "One document for all plans, with whole clusters in it. Schema: `policies/schema/facts.json`; the facts of a plan",
    "of yours come from `policyFacts`. A field that is absent is not known, or does not apply: no field is ever null.",
    "`?` marks what may be absent; `before` and `after` of a resource are the two sides of its change.",
    "",
    "| Fact | Type | Meaning |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

interface SchemaNode {
  readonly type?: string | undefined;
  readonly description?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: { readonly [name: string]: SchemaNode } | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: SchemaNode | undefined;
}

const schemaNode: z.ZodType<SchemaNode> = z.lazy(() =>
  z.object({
    type: z.string().optional(),
    description: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), schemaNode).optional(),
    required: z.array(z.string()).optional(),
    items: schemaNode.optional(),
  }),
);

function rowsOf(path: string, node: SchemaNode): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, member]) => {
    // The limits have a page of their own.
    const inner = name === "parameter_sets" ? undefined : (member.items ?? member);
    const list = member.items === undefined ? "" : "[]";
    const optional = node.required?.includes(name) === true ? "" : "?";
    const own = `| \`${path}${name}${list}\`${optional} | ${typeOf(member)} | ${member.description ?? ""} |`;
    return [own, ...(inner === undefined ? [] : rowsOf(`${path}${name}${list}.`, inner))];
  });
}

function typeOf(node: SchemaNode): string {
  if (node.items !== undefined) return `list of ${typeOf(node.items)}`;
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((each) => `\`${String(each)}\``).join(" ");
  return node.type ?? "any";
}
