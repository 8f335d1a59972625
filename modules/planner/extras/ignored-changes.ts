import type { IgnoredChange } from "../../plan/index.js";
import { isObjectValue, type ObjectValue, type Path, type Value } from "../../values/index.js";
import { knownJson } from "../document/json-value.js";
import type { IgnoredDifference } from "../ignore-changes/ignore-changes.js";
import type { PlannedInstance, PlanWalk } from "../walk/plan-walk.js";

/** What `ignore_changes` hides, with the live value; and what is sent where AWS would refuse the live one. */
export function ignoredChanges(walk: PlanWalk): readonly IgnoredChange[] {
  return walk.planned.flatMap((instance) => [
    ...instance.change.ignored.map((difference): IgnoredChange => {
      const clamped = clampedDesiredSize(instance, difference.path);
      return {
        ...ignoredChange(instance, difference),
        ...(clamped === undefined ? {} : { will_send: clamped }),
      };
    }),
    ...(instance.change.noLongerIgnored ?? []).map(
      (difference): IgnoredChange => ({
        ...ignoredChange(instance, difference),
        lost_on_replacement: true,
      }),
    ),
  ]);
}

function ignoredChange(
  { address }: PlannedInstance,
  { path, configured, prior }: IgnoredDifference,
): Pick<IgnoredChange, "address" | "path" | "configured" | "live"> {
  return { address, path, configured: knownJson(configured) ?? null, live: knownJson(prior) ?? null };
}

/**
 * The desired size that will be sent when the ignored live one lies outside the planned bounds: EKS refuses
 * it otherwise. Undefined where nothing has to be adjusted.
 */
function clampedDesiredSize({ type, change }: PlannedInstance, path: Path): number | undefined {
  if (type !== "aws_eks_node_group" || path[0] !== "scaling_config") return undefined;
  const scaling = onlyBlock(change.after, "scaling_config");
  if (scaling === undefined) return undefined;
  const { desired_size: desired, min_size: minimum, max_size: maximum } = scaling;
  if (typeof desired !== "number" || typeof minimum !== "number" || typeof maximum !== "number")
    return undefined;
  const allowed = Math.max(minimum, Math.min(maximum, desired));
  return allowed === desired ? undefined : allowed;
}

/** The only element of a block that may stand once. */
export function onlyBlock(object: ObjectValue | null, name: string): ObjectValue | undefined {
  const value: Value | undefined = object?.[name];
  const first: Value | undefined = Array.isArray(value) ? value[0] : undefined;
  return isObjectValue(first) ? first : undefined;
}
