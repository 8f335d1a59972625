import type { JsonObject, JsonValue } from "../../plan/index.js";
import { elements, isJsonObject, member, textOf } from "./read-json.js";

/** Looks into a plan's `configuration`, which says what was written where values are not yet known. */
export interface ConfigurationIndex {
  /** The expressions of a resource; undefined where the plan does not hold its configuration. */
  expressionsOf(resource: ResourcePlace): JsonObject | undefined;
  /**
   * The resources that an expression refers to, by their addresses without instance keys, followed through
   * module variables and module outputs. Locals are not in plan JSON: what goes through one stays unfound.
   */
  referencedResources(resource: ResourcePlace, expression: JsonValue | undefined): readonly string[];
}

export interface ResourcePlace {
  readonly module_address?: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
}

interface ModulePlace {
  /** Module address without instance keys, e.g. `module.a.module.b`; empty for the root. */
  readonly address: string;
  readonly document: JsonObject;
  readonly call: JsonObject | undefined;
  readonly parent: ModulePlace | undefined;
}

export function indexConfiguration(configuration: JsonValue | undefined): ConfigurationIndex {
  const modules = new Map<string, ModulePlace>();
  const resources = new Map<string, JsonObject>();
  const root = member(configuration, "root_module");
  if (isJsonObject(root)) collect({ address: "", document: root, call: undefined, parent: undefined });

  function collect(module: ModulePlace): void {
    modules.set(module.address, module);
    for (const resource of elements(member(module.document, "resources"))) {
      const address = textOf(member(resource, "address"));
      const expressions = member(resource, "expressions");
      if (address !== undefined && isJsonObject(expressions)) {
        resources.set(join(module.address, address), expressions);
      }
    }
    const calls = member(module.document, "module_calls");
    if (!isJsonObject(calls)) return;
    for (const [name, call] of Object.entries(calls)) {
      const document = member(call, "module");
      if (!isJsonObject(document) || !isJsonObject(call)) continue;
      collect({ address: join(module.address, `module.${name}`), document, call, parent: module });
    }
  }

  function follow(module: ModulePlace, expression: JsonValue | undefined, depth: number): string[] {
    if (depth > 20) return [];
    return elements(member(expression, "references")).flatMap((reference) =>
      typeof reference === "string" ? followReference(module, reference, depth) : [],
    );
  }

  function followReference(module: ModulePlace, reference: string, depth: number): string[] {
    const [head, second, third] = withoutKeys(reference).split(".");
    if (head === undefined || second === undefined) return [];
    if (head === "var") {
      if (module.parent === undefined) return [];
      return follow(module.parent, member(member(module.call, "expressions"), second), depth + 1);
    }
    if (head === "module") {
      const called = modules.get(join(module.address, `module.${second}`));
      if (called === undefined || third === undefined) return [];
      return follow(
        called,
        member(member(member(called.document, "outputs"), third), "expression"),
        depth + 1,
      );
    }
    if (head === "data") return third === undefined ? [] : [join(module.address, `data.${second}.${third}`)];
    const address = join(module.address, `${head}.${second}`);
    return resources.has(address) ? [address] : [];
  }

  return {
    expressionsOf: (resource) => resources.get(configurationAddress(resource)),
    referencedResources: (resource, expression) => {
      const module = modules.get(withoutKeys(resource.module_address ?? ""));
      return module === undefined ? [] : [...new Set(follow(module, expression, 0))];
    },
  };
}

/** Address of a resource's configuration: no instance keys, which belong to its instances alone. */
export function configurationAddress(resource: ResourcePlace): string {
  const own = `${resource.type}.${resource.name}`;
  const address = resource.mode === "data" ? `data.${own}` : own;
  return join(withoutKeys(resource.module_address ?? ""), address);
}

/** An address or reference without its instance keys; keys may hold dots and brackets inside quotes. */
function withoutKeys(address: string): string {
  return address.includes("[") ? address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^\]]*)\]/g, "") : address;
}

function join(module: string, address: string): string {
  return module === "" ? address : `${module}.${address}`;
}
