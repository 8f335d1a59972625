import { fleetSchemaTree, type SchemaNode } from "./schema-at.js";

/** One table of the reference: a map of the fleet file, or several that are the same. */
interface Section {
  readonly title: string;
  readonly intro: string;
  readonly node: SchemaNode;
}

/**
 * The fleet file's keys as Markdown, a table for each map, made from the schema. Maps that nest deeply stand
 * in a table of their own and are named by their path.
 */
export function renderReference(): string {
  const root = fleetSchemaTree();
  const cluster = itemOf(property(root, "clusters"));
  const group = itemOf(property(cluster, "nodeGroups"));
  const sections: Section[] = [
    { title: "At the top", intro: root.description ?? "", node: root },
    { title: "A cluster", intro: "An entry of `clusters`.", node: cluster },
    { title: "A zone", intro: "An entry of a cluster's `zones`.", node: itemOf(property(cluster, "zones")) },
    { title: "A node group", intro: "An entry of a cluster's `nodeGroups`.", node: group },
    ...["ami", "userData", "rootVolume", "scaling"].map((key) => sectionOf(group, key)),
    { title: "A taint", intro: "An entry of a group's `taints`.", node: itemOf(property(group, "taints")) },
    sectionOf(group, "updateConfig"),
    {
      title: "`nodeRepair`",
      intro: "EKS's automatic repair of nodes with its limits, in place of `true` or `false`.",
      node: mapOf(property(group, "nodeRepair")),
    },
    {
      title: "An override of `nodeRepair`",
      intro: "An entry of `nodeRepair.overrides`.",
      node: itemOf(property(mapOf(property(group, "nodeRepair")), "overrides")),
    },
    sectionOf(group, "timeouts"),
    sectionOf(root, "policy"),
    {
      title: "A waiver",
      intro: "An entry of `policy.waivers`.",
      node: itemOf(property(property(root, "policy"), "waivers")),
    },
    ...backends(root),
    sectionOf(cluster, "assumeRole"),
  ];
  return sections.map(renderSection).join("\n");
}

function backends(root: SchemaNode): Section[] {
  return (property(root, "backend").oneOf ?? []).map((node) => {
    const type = String(node.properties?.type?.const ?? "");
    return { title: `\`backend\` of type \`${type}\``, intro: "Where Terraform state is kept.", node };
  });
}

function sectionOf(node: SchemaNode, key: string): Section {
  const found = property(node, key);
  return { title: `\`${key}\``, intro: found.description ?? "", node: found };
}

function renderSection({ title, intro, node }: Section): string {
  const rows = Object.entries(node.properties ?? {}).map(([key, value]) => {
    const required = node.required?.includes(key) === true ? " (required)" : "";
    return `| \`${key}\`${required} | ${cell(typeOf(value))} | ${cell(describe(value))} |`;
  });
  return `### ${title}\n\n${intro}\n\n| Key | Type | Meaning |\n|---|---|---|\n${rows.join("\n")}\n`;
}

function describe(node: SchemaNode): string {
  const example = node.examples?.[0];
  const shown = example === undefined ? "" : ` E.g. \`${String(example)}\`.`;
  const scope = node.properties === undefined || node.description !== undefined ? "" : keysOf(node);
  return `${node.description ?? ""}${scope}${shown}`.trim();
}

function keysOf(node: SchemaNode): string {
  return `With ${Object.keys(node.properties ?? {})
    .map((key) => `\`${key}\``)
    .join(", ")}.`;
}

function typeOf(node: SchemaNode): string {
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return node.enum.map((value) => `\`${String(value)}\``).join(", ");
  if (node.oneOf !== undefined) return "map";
  if (node.anyOf !== undefined) return [...new Set(node.anyOf.map(typeOf))].filter(Boolean).join(" or ");
  if (node.items !== undefined) return `list of ${plural(typeOf(node.items))}`;
  if (typeof node.additionalProperties === "object") return "map of values by name";
  const type = typeof node.type === "object" ? node.type[0] : node.type;
  switch (type) {
    case "string":
      return "string";
    case "integer":
      return `whole number${rangeOf(node)}`;
    case "boolean":
      return "`true` or `false`";
    case "null":
      return "`null`";
    default:
      return "map";
  }
}

function rangeOf(node: SchemaNode): string {
  const { minimum, maximum } = node;
  const top = maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  if (minimum !== undefined && top !== undefined) return ` from ${minimum} to ${top}`;
  return minimum === undefined ? "" : ` from ${minimum}`;
}

function plural(type: string): string {
  return type === "string" || type === "map" ? `${type}s` : type;
}

function property(node: SchemaNode, key: string): SchemaNode {
  const found = node.properties?.[key];
  if (found === undefined) throw new Error(`the fleet file's schema has no "${key}"`);
  return found;
}

function itemOf(node: SchemaNode): SchemaNode {
  if (node.items === undefined) throw new Error("the fleet file's schema has no list where one is expected");
  return node.items;
}

/** The map among a setting's alternatives. */
function mapOf(node: SchemaNode): SchemaNode {
  const found = node.anyOf?.find(({ properties }) => properties !== undefined);
  if (found === undefined) throw new Error("the fleet file's schema has no map where one is expected");
  return found;
}

/** Text that stays in its cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
