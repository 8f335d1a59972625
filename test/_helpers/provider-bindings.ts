import { readFileSync } from "node:fs";
import type { BlockSchema } from "../../modules/provider/index.js";
import type { Type } from "../../modules/values/index.js";

/** What CDKTF's bindings and our schemas both say of an argument or attribute, in one form for both. */
export interface SchemaMember {
  /** `string`, `list(string)`, …; `list`, `set` or `single` where it has members of its own. */
  readonly kind: string;
  readonly use: "required" | "optional" | "computed";
  readonly members?: SchemaTree;
}

export type SchemaTree = { readonly [name: string]: SchemaMember };

/** A resource's or data source's schema as the bindings were generated from it, e.g. of `eks-node-group`. */
export function bindingSchema(name: string): SchemaTree {
  const file = require.resolve(`@cdktf/provider-aws/lib/${name}/index.js`);
  const code = readFileSync(file, "utf8");
  const types = readFileSync(file.replace(/\.js$/, ".d.ts"), "utf8");
  const classes = new Map(
    [...code.matchAll(/^class (\w+) extends cdktf\.(\w+) \{([\s\S]*?)^\}/gm)].map(
      ([, className = "", base = "", body = ""]) => [className, { base, body }] as const,
    ),
  );
  const top = [...classes].find(([, { base }]) => /^Terraform(Resource|DataSource)$/.test(base))?.[0] ?? "";
  return membersOf(top, "Config", { code, types, classes });
}

/** The release of the provider from which the bindings were generated, e.g. `6.25.0`. */
export function bindingsRelease(): string {
  const types = readFileSync(require.resolve("@cdktf/provider-aws/lib/eks-node-group/index.d.ts"), "utf8");
  return /providers\/hashicorp\/aws\/([\d.]+)\//.exec(types)?.[1] ?? "";
}

interface Bindings {
  readonly code: string;
  readonly types: string;
  readonly classes: ReadonlyMap<string, { readonly body: string }>;
}

/** `className` without its suffix names the interface of what can be configured. */
function membersOf(className: string, suffix: "Config" | "", bindings: Bindings): SchemaTree {
  const body = bindings.classes.get(className)?.body ?? "";
  const name = className.replace(/OutputReference$/, "");
  const given = new RegExp(
    `export interface ${name}${suffix} (?:extends \\S+ )?\\{([\\s\\S]*?)^\\}`,
    "m",
  ).exec(bindings.types)?.[1];
  const useOf = (member: string): SchemaMember["use"] => {
    const found = new RegExp(`readonly ${camelCase(member)}(\\??):`).exec(given ?? "");
    return found === null ? "computed" : found[1] === "?" ? "optional" : "required";
  };
  const members: { [name: string]: SchemaMember } = {};
  for (const [, set, getter = "", member = ""] of body.matchAll(
    /(Fn\.tolist\()?this\.get(\w+)Attribute\('(\w+)'\)/g,
  ))
    members[member] = { kind: kindOfGetter(getter, set !== undefined), use: useOf(member) };
  for (const [, member = ""] of body.matchAll(/new cdktf\.StringMap\(this, "(\w+)"\)/g))
    members[member] = { kind: "map(string)", use: useOf(member) };
  for (const [, inner = "", member = "", set] of body.matchAll(/= new (\w+)\(this, "(\w+)"(?:, (\w+))?\)/g)) {
    const list = inner.endsWith("List");
    members[member] = {
      kind: list ? (set === "true" ? "set" : "list") : member === "timeouts" ? "single" : "list of one",
      use: useOf(member),
      members: membersOf(list ? inner.replace(/List$/, "OutputReference") : inner, "", bindings),
    };
  }
  return members;
}

const GETTERS: { readonly [getter: string]: string } = {
  String: "string",
  Number: "number",
  Boolean: "bool",
  StringMap: "map(string)",
  NumberList: "list(number)",
};

function kindOfGetter(getter: string, set: boolean): string {
  if (getter === "List") return set ? "set(string)" : "list(string)";
  return GETTERS[getter] ?? getter;
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** One of our schemas in the same form. */
export function schemaTree(block: BlockSchema): SchemaTree {
  const attributes = Object.entries(block.attributes).map(([name, attribute]): [string, SchemaMember] => {
    const use = attribute.required ? "required" : attribute.optional ? "optional" : "computed";
    return [name, memberOfType(attribute.type, use)];
  });
  const blocks = Object.entries(block.blocks).map(([name, nested]): [string, SchemaMember] => {
    const kind = nested.nesting === "list" && nested.maxItems === 1 ? "list of one" : nested.nesting;
    const use = (nested.minItems ?? 0) > 0 ? "required" : "optional";
    return [name, { kind, use, members: schemaTree(nested.block) }];
  });
  return Object.fromEntries([...attributes, ...blocks]);
}

function memberOfType(type: Type, use: SchemaMember["use"]): SchemaMember {
  if (typeof type === "string") return { kind: type, use };
  const [kind, inner] = type;
  if (kind === "list" || kind === "set") {
    const element: Type = inner;
    if (typeof element !== "string" && element[0] === "object")
      return { kind, use, members: treeOfObject(element[1]) };
    return { kind: `${kind}(${String(element)})`, use };
  }
  return { kind: `${kind}(${String(inner)})`, use };
}

function treeOfObject(members: { readonly [name: string]: Type }): SchemaTree {
  return Object.fromEntries(
    Object.entries(members).map(([name, type]) => [name, memberOfType(type, "computed")]),
  );
}
