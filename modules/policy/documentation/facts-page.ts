import { z } from "zod";
import { factsJsonSchema, liveFactsJsonSchema } from "../published-schemas.js";

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

/** The page of the live facts, from their schema. */
export function liveFactsPage(): string {
  const rows = rowsOf("", schemaNode.parse(liveFactsJsonSchema()));
  return [
    "# Live facts",
    "",
    "What a plan does not tell of what is live. `plan` and `deploy` read it from AWS, and the plan file keeps it;",
    "`gate -live` asks for it on the spot, with the credentials of the environment. `gate -live-facts FILE` takes it",
    "as JSON from a program of your own, e.g. for clusters that cannot be reached from where the gate runs, or from a",
    "cluster's Kubernetes API. Schema: `policies/schema/live-facts.json`. Every part is optional: rules that need a",
    "part that is missing say *not decided*. Several sources add up.",
    "",
    "`*` stands for a key of your own: clusters go by `region/name`, or by name alone.",
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
  readonly additionalProperties?: boolean | SchemaNode | undefined;
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
    additionalProperties: z.union([z.boolean(), schemaNode]).optional(),
  }),
);

function rowsOf(path: string, node: SchemaNode): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([name, member]) => {
    // The limits have a page of their own.
    const values = valuesOf(member);
    const inner = name === "parameter_sets" ? undefined : (member.items ?? values ?? member);
    const list = member.items !== undefined ? "[]" : values !== undefined ? ".*" : "";
    const optional = node.required?.includes(name) === true ? "" : "?";
    const own = `| \`${path}${name}${list}\`${optional} | ${typeOf(member)} | ${member.description ?? ""} |`;
    return [own, ...(inner === undefined ? [] : rowsOf(`${path}${name}${list}.`, inner))];
  });
}

/** Of an object with keys of the user's own: what each holds. */
function valuesOf({ additionalProperties: values }: SchemaNode): SchemaNode | undefined {
  return typeof values === "object" ? values : undefined;
}

function typeOf(node: SchemaNode): string {
  const values = valuesOf(node);
  if (values !== undefined) return `map of ${typeOf(values)}`;
  if (node.items !== undefined) return `list of ${typeOf(node.items)}`;
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((each) => `\`${String(each)}\``).join(" ");
  return node.type ?? "any";
}
