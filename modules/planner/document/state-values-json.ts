import type { StateModule, StateResource } from "../../plan/index.js";
import type { PlannedInstance, RefreshedInstance } from "../walk/plan-walk.js";
import { objectJson } from "./json-value.js";
import { compareInstances, compareTexts } from "./resource-change-json.js";
import { sensitiveJson } from "./sensitive-json.js";

interface InModule {
  readonly module: string | null;
  readonly sortedAs: PlannedInstance | RefreshedInstance;
  readonly resource: StateResource;
}

/** `planned_values`: every object that there will be after apply. */
export function plannedModule(planned: readonly PlannedInstance[]): StateModule {
  const resources = planned.flatMap((instance): InModule[] => {
    const { change, schema } = instance;
    if (instance.deposed !== null) return [];
    // What is forgotten is listed too, without values: the 1.11 releases do not tell it from what stays.
    if (change.actions[0] === "forget")
      return [
        {
          module: instance.module,
          sortedAs: instance,
          resource: {
            ...identity(instance),
            schema_version: schema.version,
            sensitive_values: false,
          },
        },
      ];
    if (change.after === null) return [];
    const values = objectJson(change.after);
    return [
      {
        module: instance.module,
        sortedAs: instance,
        resource: {
          ...identity(instance),
          schema_version: schema.version,
          ...(Object.keys(values).length === 0 ? {} : { values }),
          sensitive_values: sensitiveJson(change.after, schema.block, change.afterSensitivePaths),
        },
      },
    ];
  });
  return moduleOf(resources, (left, right) => compareTexts(left.resource.address, right.resource.address));
}

/** `prior_state.values`: every object that there is, after refresh. */
export function refreshedModule(refreshed: readonly RefreshedInstance[]): StateModule {
  const resources = refreshed.map(
    (instance): InModule => ({
      module: instance.module,
      sortedAs: instance,
      resource: {
        ...identity(instance),
        schema_version: instance.schema.version,
        values: objectJson(instance.object),
        sensitive_values: sensitiveJson(instance.object, instance.schema.block, instance.sensitivePaths),
        ...(instance.dependencies.length === 0 ? {} : { depends_on: instance.dependencies }),
        ...(instance.tainted ? { tainted: true } : {}),
        ...(instance.deposed === null ? {} : { deposed_key: instance.deposed }),
      },
    }),
  );
  return moduleOf(resources, (left, right) => compareInstances(left.sortedAs, right.sortedAs));
}

function identity(
  instance: Pick<PlannedInstance, "address" | "mode" | "type" | "name" | "key" | "providerSource">,
): Pick<StateResource, "address" | "mode" | "type" | "name" | "index" | "provider_name"> {
  return {
    address: instance.address,
    mode: instance.mode,
    type: instance.type,
    name: instance.name,
    ...(instance.key === null ? {} : { index: instance.key }),
    provider_name: instance.providerSource,
  };
}

/** Terraform sorts planned values by the text of their address, prior ones as everywhere else. */
function moduleOf(
  entries: readonly InModule[],
  compare: (left: InModule, right: InModule) => number,
): StateModule {
  const sorted = [...entries].sort(compare);
  const root = sorted.filter(({ module }) => module === null).map(({ resource }) => resource);
  const modules = [...new Set(sorted.flatMap(({ module }) => (module === null ? [] : [module])))].sort();
  return {
    ...(root.length === 0 ? {} : { resources: root }),
    ...(modules.length === 0
      ? {}
      : {
          child_modules: modules.map((address) => ({
            resources: sorted.filter(({ module }) => module === address).map(({ resource }) => resource),
            address,
          })),
        }),
  };
}
