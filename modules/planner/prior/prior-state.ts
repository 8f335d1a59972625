import type { ProviderRegistry } from "../../provider/index.js";
import { type StateObject, sensitivePathsOf, stateObjects, type TerraformState } from "../../state/index.js";
import type { ObjectValue, Path } from "../../values/index.js";
import { decodeObject } from "./decode-object.js";
import { type InstanceKey, instanceAddress } from "./instance-address.js";

/** One managed object that the state holds, in the form in which it is planned with. */
export interface PriorInstance {
  readonly address: string;
  /** Where the state has it, when a `moved` block gave it another address. */
  readonly previousAddress: string | null;
  readonly resourceAddress: string;
  readonly module: string | null;
  readonly type: string;
  readonly name: string;
  readonly key: InstanceKey;
  readonly deposed: string | null;
  /** Null where the resource type is not known here. */
  readonly object: ObjectValue | null;
  readonly sensitivePaths: readonly Path[];
  readonly tainted: boolean;
  readonly createBeforeDestroy: boolean;
  readonly dependencies: readonly string[];
  /** As the state writes it, e.g. `provider["registry.terraform.io/hashicorp/aws"]`. */
  readonly providerName: string;
  readonly schemaVersion: number;
}

/** The managed objects of a state, in its order. */
export function priorInstances(
  state: TerraformState | null,
  registry: ProviderRegistry,
): readonly PriorInstance[] {
  if (state === null) return [];
  return stateObjects(state)
    .filter(({ resource }) => resource.mode === "managed")
    .map((object) => priorInstance(object, registry));
}

function priorInstance(
  { resourceAddress, resource, instance }: StateObject,
  registry: ProviderRegistry,
): PriorInstance {
  const schema = registry.resourceType(resource.type)?.schema;
  const key = instance.index_key ?? null;
  return {
    address: instanceAddress(resourceAddress, key),
    previousAddress: null,
    resourceAddress,
    module: resource.module ?? null,
    type: resource.type,
    name: resource.name,
    key,
    deposed: instance.deposed ?? null,
    object: schema === undefined ? null : decodeObject(instance.attributes, schema.block),
    sensitivePaths: sensitivePathsOf(instance.sensitive_attributes),
    tainted: instance.status === "tainted",
    createBeforeDestroy: instance.create_before_destroy ?? false,
    dependencies: instance.dependencies ?? [],
    providerName: resource.provider,
    schemaVersion: instance.schema_version,
  };
}
