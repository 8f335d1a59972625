import type { Lifecycle } from "../../configuration/index.js";
import type { ActionReason, ChangeActions } from "../../plan/index.js";
import type { BlockSchema, ProviderConfiguration, ResourceType } from "../../provider/index.js";
import type { ObjectValue, Path, Value } from "../../values/index.js";
import { isWhollyKnown, valuesEqual } from "../../values/index.js";
import {
  type IgnoredDifference,
  ignoreChanges,
  ignoredSensitivity,
} from "../ignore-changes/ignore-changes.js";
import { proposedNew } from "../proposed-value/proposed-new.js";
import { changedReplacePaths } from "./changed-replace-paths.js";
import { sameSensitivity, sensitivePathsOfSchema } from "./sensitivity.js";

export interface PlanInstanceRequest {
  readonly resourceType: ResourceType;
  readonly provider: ProviderConfiguration;
  /** The refreshed object, or null; a tainted one is replaced as a whole. */
  readonly prior: { readonly object: ObjectValue; readonly sensitivePaths: readonly Path[] } | null;
  readonly tainted: boolean;
  /** Evaluated and unmarked. */
  readonly config: ObjectValue;
  readonly configSensitivePaths: readonly Path[];
  readonly ignoreChanges: Lifecycle["ignoreChanges"];
  readonly createBeforeDestroy: boolean;
  /** Asked for by `-replace`, or by `replace_triggered_by`. */
  readonly forceReplace: "replace_by_request" | "replace_by_triggers" | null;
}

export interface InstanceChange {
  readonly actions: ChangeActions;
  readonly reason: ActionReason | null;
  readonly before: ObjectValue | null;
  /** With unknown values where they stand. */
  readonly after: ObjectValue | null;
  readonly beforeSensitivePaths: readonly Path[];
  readonly afterSensitivePaths: readonly Path[];
  readonly replacePaths: readonly Path[];
  /** The configuration that the plan follows: for an update, after `ignore_changes`. */
  readonly config: ObjectValue | null;
  readonly ignored: readonly IgnoredDifference[];
  /** Of a replacement: what was ignored of the old object and is not of the new one. */
  readonly noLongerIgnored?: readonly IgnoredDifference[];
}

/**
 * Plans one instance as Terraform core does: `ignore_changes`, proposed value, the provider's plan, which of
 * its replacement paths truly change, the action with its reason; for a replacement all of it once more
 * without prior object and without `ignore_changes`.
 */
export function planInstance(request: PlanInstanceRequest): InstanceChange {
  const prior = request.tainted ? null : request.prior;
  const first = planOnce(request, prior?.object ?? null);
  const configured = { object: request.config, sensitivePaths: request.configSensitivePaths };
  const afterSensitivePaths = [
    ...(prior === null
      ? request.configSensitivePaths
      : ignoredSensitivity(prior, configured, request.ignoreChanges)),
    ...sensitivePathsOfSchema(request.resourceType.schema.block, first.planned),
  ];
  const common = {
    beforeSensitivePaths: request.prior?.sensitivePaths ?? [],
    afterSensitivePaths,
    before: request.prior?.object ?? null,
  };

  if (prior === null) {
    const created = {
      ...common,
      after: first.planned,
      config: request.config,
      ignored: [],
      replacePaths: [],
    };
    // A trigger is named as the reason even where there is nothing to replace.
    const triggered = request.forceReplace === "replace_by_triggers" ? request.forceReplace : null;
    if (request.prior === null) return { ...created, actions: ["create"], reason: triggered };
    const actions = replaceActions(request.createBeforeDestroy);
    return { ...created, actions, reason: triggered ?? "replace_because_tainted" };
  }

  const replacePaths = changedReplacePaths(first.requiresReplace, prior.object, first.planned);
  const unchanged = isWhollyKnown(first.planned) && valuesEqual(first.planned, prior.object);
  const forced = request.forceReplace;
  if (forced !== null || (!unchanged && replacePaths.length > 0)) {
    const anew = planOnce(request, null);
    return {
      ...common,
      actions: replaceActions(request.createBeforeDestroy),
      reason: forced ?? "replace_because_cannot_update",
      after: anew.planned,
      replacePaths,
      config: request.config,
      ignored: [],
      noLongerIgnored: first.ignored,
    };
  }
  const sensitivityKept = sameSensitivity(prior.sensitivePaths, afterSensitivePaths, first.planned);
  return {
    ...common,
    actions: unchanged && sensitivityKept ? ["no-op"] : ["update"],
    reason: null,
    after: unchanged ? prior.object : first.planned,
    replacePaths: [],
    config: first.config,
    ignored: first.ignored,
  };
}

function planOnce(
  request: PlanInstanceRequest,
  prior: ObjectValue | null,
): {
  readonly planned: ObjectValue;
  readonly requiresReplace: readonly Path[];
  readonly config: ObjectValue;
  readonly ignored: readonly IgnoredDifference[];
} {
  const { resourceType, provider } = request;
  const { block } = resourceType.schema;
  const { value: config, ignored } =
    prior === null
      ? { value: request.config, ignored: [] }
      : ignoreChanges(prior, request.config, request.ignoreChanges, block, "configuration");
  const hidden =
    prior !== null && request.ignoreChanges === "all"
      ? differencesOfAll(block, prior, request.config)
      : ignored;
  const proposed = proposedNew(block, prior, config);
  const response = resourceType.planResourceChange({ prior, config, proposed, provider });
  // The legacy SDK may plan what was not asked for, so core takes ignored values back once more.
  const planned =
    prior === null
      ? response.planned
      : ignoreChanges(prior, response.planned, request.ignoreChanges, block, "planned").value;
  return { planned, requiresReplace: response.requiresReplace, config, ignored: hidden };
}

/** What `ignore_changes = all` hides: everything that the configuration sets and that is live otherwise. */
function differencesOfAll(
  block: BlockSchema,
  prior: ObjectValue,
  config: ObjectValue,
): readonly IgnoredDifference[] {
  const proposed = proposedNew(block, prior, config);
  return Object.entries(proposed).flatMap(([name, value]): IgnoredDifference[] => {
    const configured = config[name] ?? null;
    if (isUnset(configured) || valuesEqual(value, prior[name] ?? null)) return [];
    return [{ path: [name], configured, prior: prior[name] ?? null }];
  });
}

function isUnset(value: Value): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

function replaceActions(createBeforeDestroy: boolean): ChangeActions {
  return createBeforeDestroy ? ["create", "delete"] : ["delete", "create"];
}
