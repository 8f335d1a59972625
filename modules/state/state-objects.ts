import {
  type ObjectValue,
  type Path,
  type PathStep,
  Unknown,
  unmarkDeep,
  type Value,
} from "../values/index.js";
import type { JsonObject, JsonValue } from "./json.js";
import type { StateInstance, StateResourceEntry, TerraformState } from "./terraform-state.js";

/** One object that a state holds, with the address at which Terraform shows it. */
export interface StateObject {
  readonly address: string;
  /** The address without instance key, as configurations name it. */
  readonly resourceAddress: string;
  readonly resource: StateResourceEntry;
  readonly instance: StateInstance;
}

/** Every object of a state, deposed ones included, in the file's order. */
export function stateObjects(state: TerraformState): readonly StateObject[] {
  return state.resources.flatMap((resource) => {
    const resourceAddress = stateResourceAddress(resource);
    return resource.instances.map((instance) => ({
      address: `${resourceAddress}${indexSuffix(instance.index_key)}`,
      resourceAddress,
      resource,
      instance,
    }));
  });
}

export function stateResourceAddress(
  resource: Pick<StateResourceEntry, "module" | "mode" | "type" | "name">,
): string {
  const inModule = resource.module === undefined ? "" : `${resource.module}.`;
  const mode = resource.mode === "data" ? "data." : "";
  return `${inModule}${mode}${resource.type}.${resource.name}`;
}

function indexSuffix(key: string | number | undefined): string {
  if (key === undefined) return "";
  return typeof key === "number" ? `[${key}]` : `[${JSON.stringify(key)}]`;
}

/**
 * The attributes of an object as the state keeps them. What is not known becomes null: a created object whose
 * wait failed keeps only what was configured (as Terraform's tainted objects do).
 */
export function attributesOf(object: ObjectValue): JsonObject {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]): [string, JsonValue] => [
      name,
      jsonOf(unmarkDeep(value).value),
    ]),
  );
}

function jsonOf(value: Value): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Unknown) return null;
  if (Array.isArray(value)) return value.map((element: Value) => jsonOf(element));
  if ("elements" in value && Array.isArray(value.elements))
    return value.elements.map((e: Value) => jsonOf(e));
  return Object.fromEntries(
    Object.entries(value).map(([key, element]): [string, JsonValue] => [key, jsonOf(element)]),
  );
}

/**
 * `sensitive_attributes` of a state: each path as a list of steps.
 *
 * @param isMapKey whether the last step of a path is a key of a map, rather than an attribute
 */
export function sensitiveAttributesOf(
  paths: readonly Path[],
  isMapKey: (path: Path) => boolean = () => false,
): JsonValue {
  return paths.map((path) => path.map((step, index) => stepOf(step, isMapKey(path.slice(0, index + 1)))));
}

/** Terraform tells attribute steps from index steps; a number can only be an index. */
function stepOf(step: PathStep, mapKey: boolean): JsonObject {
  if (typeof step === "number") return { type: "index", value: { value: step, type: "number" } };
  return mapKey
    ? { type: "index", value: { value: step, type: "string" } }
    : { type: "get_attr", value: step };
}

/** The paths of a state's `sensitive_attributes`; steps that cannot be read end their path. */
export function sensitivePathsOf(sensitiveAttributes: JsonValue | undefined): readonly Path[] {
  if (!Array.isArray(sensitiveAttributes)) return [];
  return sensitiveAttributes.map((path: JsonValue) => {
    const steps: PathStep[] = [];
    if (!Array.isArray(path)) return steps;
    for (const step of path) {
      const name = pathStepOf(step);
      if (name === undefined) break;
      steps.push(name);
    }
    return steps;
  });
}

function pathStepOf(step: JsonValue): PathStep | undefined {
  if (typeof step !== "object" || step === null || Array.isArray(step)) return undefined;
  const value: JsonValue | undefined = Reflect.get(step, "value");
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null) return undefined;
  const inner: unknown = Reflect.get(value, "value");
  return typeof inner === "string" || typeof inner === "number" ? inner : undefined;
}
