import type { StateModule, StateResource } from "../../plan/index.js";
import type { PlannedInstance, RefreshedInstance } from "../walk/plan-walk.js";
import { knownJson, sortedObject } from "./json-value.js";
import { compareInstances } from "./resource-change-json.js";
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
    // The 1.11 releases list objects that are forgotten as well; these have no `after`, though.
    if (change.after === null || instance.deposed !== null) return [];
    return [
      {
        module: instance.module,
        sortedAs: instance,
        resource: {
          ...identity(instance),
          schema_version: schema.version,
          values: jsonObject(change.after),
          sensitive_values: sensitiveJson(change.after, schema.block, change.afterSensitivePaths),
        },
      },
    ];
  });
  return moduleOf(resources);
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
        values: jsonObject(instance.object),
        sensitive_values: sensitiveJson(instance.object, instance.schema.block, instance.sensitivePaths),
        ...(instance.dependencies.length === 0 ? {} : { depends_on: instance.dependencies }),
        ...(instance.tainted ? { tainted: true } : {}),
        ...(instance.deposed === null ? {} : { deposed_key: instance.deposed }),
      },
    }),
  );
  return moduleOf(resources);
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

/** Resources sorted as everywhere, those of other modules below theirs. */
function moduleOf(entries: readonly InModule[]): StateModule {
  const sorted = [...entries].sort((left, right) => compareInstances(left.sortedAs, right.sortedAs));
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

function jsonObject(value: RefreshedInstance["object"]): StateResource["values"] {
  const json = knownJson(value);
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? sortedObject(json as StateResource["values"])
    : {};
}
