import type { ResourceType, Schema } from "../provider/index.js";
import {
  attributesOf,
  type InstanceKey,
  putInstance,
  removeInstance,
  type StateInstance,
  sensitiveAttributesOf,
  type TerraformState,
} from "../state/index.js";
import type { ObjectValue } from "../values/index.js";
import type { PriorObject } from "./apply-evaluation.js";
import { isMapKey } from "./is-map-key.js";
import { privateDataOf } from "./timeouts.js";

/** An object as it goes into the state. */
export type StoredObject = Omit<PriorObject, "address">;

/** The state with this object in it. `resourceType` is absent for data sources. */
export function putObject(
  state: TerraformState,
  stored: StoredObject,
  schema: Schema,
  resourceType: ResourceType | undefined,
): TerraformState {
  const key = instanceKeyOf(stored);
  const { key: index } = stored;
  const instance: StateInstance = {
    ...(index === null ? {} : { index_key: index }),
    ...(stored.tainted ? { status: "tainted" as const } : {}),
    ...(stored.deposed === undefined ? {} : { deposed: stored.deposed }),
    schema_version: schema.version,
    attributes: attributesOf(stored.object),
    sensitive_attributes: sensitiveAttributesOf(stored.sensitivePaths, (path) =>
      isMapKey(schema.block, path),
    ),
    ...(resourceType === undefined ? {} : { private: privateDataOf(resourceType, stored.object) }),
    ...(stored.dependencies.length === 0 ? {} : { dependencies: stored.dependencies }),
    ...(stored.createBeforeDestroy ? { create_before_destroy: true } : {}),
  };
  return putInstance(state, key, stored.providerName, instance);
}

/** The state in which the current object stands aside under this key, to be destroyed after its replacement. */
export function deposeObject(
  state: TerraformState,
  stored: Pick<StoredObject, "mode" | "type" | "name" | "key" | "providerName">,
  deposedKey: string,
): TerraformState {
  const key = instanceKeyOf(stored);
  const resource = state.resources.find(
    ({ mode, name, type }) => mode === key.mode && type === key.type && name === key.name,
  );
  const current = resource?.instances.find(
    (instance) => instance.index_key === key.index_key && instance.deposed === undefined,
  );
  if (current === undefined) return state;
  const without = removeInstance(state, key);
  return putInstance(without, { ...key, deposed: deposedKey }, stored.providerName, {
    ...current,
    deposed: deposedKey,
  });
}

export function instanceKeyOf(
  stored: Pick<StoredObject, "mode" | "type" | "name" | "key"> & { readonly deposed?: string },
): InstanceKey {
  return {
    mode: stored.mode,
    type: stored.type,
    name: stored.name,
    ...(stored.key === null ? {} : { index_key: stored.key }),
    ...(stored.deposed === undefined ? {} : { deposed: stored.deposed }),
  };
}

/** The id under which the provider knows an object; null when it has none yet. */
export function idOf(object: ObjectValue | null | undefined): string | null {
  return typeof object?.id === "string" ? object.id : null;
}
