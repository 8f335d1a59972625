import type { ActionReason } from "../../plan/index.js";
import type { PriorInstance } from "../prior/prior-state.js";
import { deletion, refuseDestroy } from "./deletion.js";
import { type PlanWalk, recordPlanned } from "./plan-walk.js";
import { providerKeyOfName, sourceOfProviderName } from "./provider-names.js";
import { refreshPrior } from "./refresh-prior.js";

/**
 * Plans what the state holds and the configuration does not want, deletes it, or forgets it where told so: of
 * one resource of the configuration, before its dependants are planned, or of all that it does not know.
 */
export function planOrphans(walk: PlanWalk, resourceAddress?: string): void {
  const { resources } = walk.configuration;
  const instances =
    resourceAddress === undefined
      ? [...walk.priors.values()].flat().filter((prior) => !isPlanned(prior))
      : (walk.priorsOfResource.get(resourceAddress) ?? []);
  function isPlanned(prior: PriorInstance): boolean {
    return walk.options.mode !== "destroy" && resources.has(prior.resourceAddress);
  }
  for (const prior of instances) if (!isWanted(walk, prior)) planOrphan(walk, prior);
}

function isWanted(walk: PlanWalk, prior: PriorInstance): boolean {
  if (walk.options.mode === "destroy") return false;
  return walk.wanted.has(prior.address);
}

function planOrphan(walk: PlanWalk, prior: PriorInstance): void {
  if (!walk.targets.instance(prior.resourceAddress, prior.key)) return;
  const { configuration, options } = walk;
  if (configuration.modules.has(rootModuleOf(prior.module))) return;
  const resource = configuration.resources.get(prior.resourceAddress);
  const schema = walk.registry.resourceType(prior.type)?.schema;
  if (schema === undefined) {
    walk.unsupported.add(prior.resourceAddress);
    return;
  }
  const providerKey = resource?.providerKey ?? providerKeyOfName(prior.providerName, configuration);
  const removed = configuration.removed.find(
    ({ from }) => from.resource === prior.resourceAddress && (from.key === null || from.key === prior.key),
  );
  const forget =
    options.mode === "normal" && resource === undefined && removed !== undefined && !removed.destroy;
  // What is to be forgotten nobody looks at any more.
  const refreshed = forget
    ? ({ kind: "done", object: prior.object } as const)
    : refreshPrior(walk, prior, providerKey);
  if (refreshed.kind === "pending" || refreshed.object === null) return;
  const providerSource = sourceOfProviderName(prior.providerName);
  walk.refreshed.push({ ...prior, mode: "managed", object: refreshed.object, providerSource, schema });
  if (options.mode === "refresh-only") return;

  // Core looks whether an orphan is still there, yet plans its end with what the state says of it.
  const before = options.mode === "destroy" || prior.deposed !== null ? refreshed.object : prior.object;
  const change = {
    ...deletion(before ?? refreshed.object, prior.sensitivePaths),
    ...(forget ? { actions: ["forget"] as const } : {}),
    reason: options.mode === "destroy" || prior.deposed !== null ? null : reasonOf(walk, prior),
  };
  if (resource !== undefined) refuseDestroy(walk, resource, prior.address, change);
  // A destroy plan starts from the refreshed state, in which everything has moved already.
  const movedBefore = options.mode === "destroy" && options.refresh;
  recordPlanned(walk, {
    ...prior,
    previousAddress: movedBefore ? null : prior.previousAddress,
    mode: "managed",
    providerKey,
    providerSource,
    schema,
    change,
    importing: null,
  });
}

/** `a` of `module.a["x"].module.b`: what a module that is still called holds is the module's own matter. */
function rootModuleOf(module: string | null): string {
  return /^module\.([^.[]+)/.exec(module ?? "")?.[1] ?? "";
}

function reasonOf(walk: PlanWalk, prior: PriorInstance): ActionReason {
  const resource = walk.configuration.resources.get(prior.resourceAddress);
  if (prior.module !== null) return "delete_because_no_module";
  if (resource === undefined)
    return prior.previousAddress === null
      ? "delete_because_no_resource_config"
      : "delete_because_no_move_target";
  if (prior.key === null) return "delete_because_wrong_repetition";
  if (typeof prior.key === "number")
    return resource.count === null ? "delete_because_wrong_repetition" : "delete_because_count_index";
  return resource.forEach === null ? "delete_because_wrong_repetition" : "delete_because_each_key";
}
