import type { JsonObject, JsonValue } from "./json.js";
import type { StateInstance, StateResourceEntry, TerraformState } from "./terraform-state.js";

/**
 * The text of a state file, byte for byte as Terraform 1.11 writes it: its order of fields, of resources and
 * of instances, sorted attributes, two spaces, and Go's escapes inside strings.
 */
export function formatState(state: TerraformState): string {
  const document = {
    version: state.version,
    terraform_version: state.terraform_version,
    serial: state.serial,
    lineage: state.lineage,
    outputs: sortedOutputs(state.outputs),
    resources: [...state.resources].sort(compareResources).map(formatResource),
    check_results: state.check_results,
  };
  return `${escapeAsGo(JSON.stringify(document, undefined, 2))}\n`;
}

function sortedOutputs(outputs: TerraformState["outputs"]): JsonObject {
  const names = Object.keys(outputs).sort(compareText);
  return Object.fromEntries(
    names.flatMap((name): [string, JsonValue][] => {
      const output = outputs[name];
      if (output === undefined) return [];
      const sensitive = output.sensitive === true ? { sensitive: true } : {};
      return [[name, { value: sortKeys(output.value), type: output.type, ...sensitive }]];
    }),
  );
}

function formatResource(resource: StateResourceEntry): object {
  const { module, mode, type, name, each, provider, instances } = resource;
  return {
    ...(module === undefined ? {} : { module }),
    mode,
    type,
    name,
    ...(each === undefined ? {} : { each }),
    provider,
    instances: [...instances].sort(compareInstances).map(formatInstance),
  };
}

function formatInstance(instance: StateInstance): object {
  // JSON.stringify leaves out what is undefined, as Go's omitempty does.
  return {
    index_key: instance.index_key,
    status: instance.status,
    deposed: instance.deposed,
    schema_version: instance.schema_version,
    attributes: sortKeys(instance.attributes),
    sensitive_attributes: instance.sensitive_attributes ?? [],
    identity_schema_version: instance.identity_schema_version,
    identity: instance.identity,
    private: instance.private,
    dependencies: instance.dependencies?.length === 0 ? undefined : instance.dependencies,
    create_before_destroy: instance.create_before_destroy === true ? true : undefined,
  };
}

function compareResources(left: StateResourceEntry, right: StateResourceEntry): number {
  return (
    compareText(left.module ?? "", right.module ?? "") ||
    compareText(left.mode, right.mode) ||
    compareText(left.type, right.type) ||
    compareText(left.name, right.name)
  );
}

function compareInstances(left: StateInstance, right: StateInstance): number {
  return (
    compareIndexKeys(left.index_key, right.index_key) || compareText(left.deposed ?? "", right.deposed ?? "")
  );
}

/** No key first, then numbers by size, then strings. */
function compareIndexKeys(left: string | number | undefined, right: string | number | undefined): number {
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  if (typeof left === "number") return typeof right === "number" ? left - right : -1;
  return typeof right === "number" ? 1 : compareText(left, right);
}

function sortKeys(value: JsonValue): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (isArray(value)) return value.map(sortKeys);
  const entries = Object.entries(value).sort(([left], [right]) => compareText(left, right));
  return Object.fromEntries(entries.map(([key, element]) => [key, sortKeys(element)]));
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Go's encoding/json escapes these inside strings; outside strings they do not occur in JSON. */
function escapeAsGo(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (found) => GO_ESCAPES[found] ?? found);
}

const GO_ESCAPES: { readonly [found: string]: string } = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
