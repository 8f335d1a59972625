import { randomUUID } from "node:crypto";
import type { StateInstance, StateResourceEntry, TerraformState } from "./terraform-state.js";

/** A state that holds nothing yet, with a lineage of its own. */
export function emptyState(): TerraformState {
  return {
    version: 4,
    terraform_version: "1.11.4",
    serial: 0,
    lineage: randomUUID(),
    outputs: {},
    resources: [],
    check_results: null,
  };
}

/** Which object of a state is meant. */
export interface InstanceKey {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly module?: string;
  readonly index_key?: string | number;
  readonly deposed?: string;
}

export function findInstance(state: TerraformState, key: InstanceKey): StateInstance | undefined {
  const resource = state.resources.find((candidate) => sameResource(candidate, key));
  return resource?.instances.find((instance) => sameInstance(instance, key));
}

/** The state with this object put in place of the one with the same key. `provider` is the state's notation. */
export function putInstance(
  state: TerraformState,
  key: InstanceKey,
  provider: string,
  instance: StateInstance,
): TerraformState {
  const each = eachOf(key.index_key);
  const found = state.resources.find((resource) => sameResource(resource, key));
  if (found === undefined) {
    const resource: StateResourceEntry = {
      ...(key.module === undefined ? {} : { module: key.module }),
      mode: key.mode,
      type: key.type,
      name: key.name,
      ...(each === undefined ? {} : { each }),
      provider,
      instances: [instance],
    };
    return { ...state, resources: [...state.resources, resource] };
  }
  const others = found.instances.filter((candidate) => !sameInstance(candidate, key));
  const { each: _before, ...rest } = found;
  const next = {
    ...rest,
    ...(each === undefined ? {} : { each }),
    provider,
    instances: [...others, instance],
  };
  return { ...state, resources: state.resources.map((resource) => (resource === found ? next : resource)) };
}

/** The state without this object; a resource without any object left goes too. */
export function removeInstance(state: TerraformState, key: InstanceKey): TerraformState {
  const resources = state.resources.flatMap((resource) => {
    if (!sameResource(resource, key)) return [resource];
    const instances = resource.instances.filter((instance) => !sameInstance(instance, key));
    return instances.length === 0 ? [] : [{ ...resource, instances }];
  });
  return { ...state, resources };
}

function sameResource(resource: StateResourceEntry, key: InstanceKey): boolean {
  return (
    resource.mode === key.mode &&
    resource.type === key.type &&
    resource.name === key.name &&
    resource.module === key.module
  );
}

function sameInstance(instance: StateInstance, key: InstanceKey): boolean {
  return instance.index_key === key.index_key && instance.deposed === key.deposed;
}

function eachOf(key: string | number | undefined): "list" | "map" | undefined {
  if (key === undefined) return undefined;
  return typeof key === "number" ? "list" : "map";
}
