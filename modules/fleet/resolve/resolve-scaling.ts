import type { Scaling, UpdateConfig } from "../fleet.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import type { Problems } from "./problems.js";

/** The sizes of a group; EKS's rule min ≤ desired ≤ max is checked here. */
export function resolveScaling(
  settings: Partial<NodeGroupSettings>,
  problems: Problems,
): Scaling | undefined {
  const { min, max, desired, desiredOwner = "fleet" } = settings.scaling ?? {};
  if (settings.scaling === undefined && !problems.isBroken(["scaling"])) {
    const detail = "Say it in the group, its template or the defaults, e.g. scaling: {min: 1, max: 5}.";
    problems.add(["name"], "FLEET_MISSING_KEY", '"scaling" is missing', detail);
    return undefined;
  }
  for (const key of ["min", "max"] as const) {
    if (settings.scaling?.[key] !== undefined || problems.isBroken(["scaling", key])) continue;
    problems.addAtKey(
      ["scaling"],
      "FLEET_MISSING_KEY",
      `"scaling.${key}" is missing`,
      `Say it in the group, its template or the defaults, e.g. scaling: {min: 1, max: 5}.`,
    );
  }
  const order = (key: string, summary: string, detail: string) =>
    problems.add(["scaling", key], "FLEET_SCALING_ORDER", summary, detail);
  if (min !== undefined && max !== undefined && min > max) {
    order(
      "min",
      `min ${min} is greater than max ${max}`,
      `EKS wants min ≤ desired ≤ max. Write min: ${max}, or max: ${min}.`,
    );
  } else if (desired !== undefined) {
    if (min !== undefined && desired < min) {
      order(
        "desired",
        `desired ${desired} is less than min ${min}`,
        "EKS wants min ≤ desired ≤ max. Write a number between them.",
      );
    }
    if (max !== undefined && desired > max) {
      order(
        "desired",
        `desired ${desired} is greater than max ${max}`,
        "EKS wants min ≤ desired ≤ max. Write a number between them.",
      );
    }
  }
  if (min === undefined || max === undefined) return undefined;
  return { min, max, desired: desired ?? min, desiredOwner };
}

/** EKS wants a number beside a strategy: where none is said, its own default. */
export function resolveUpdateConfig(settings: Partial<NodeGroupSettings>): UpdateConfig | null {
  const { maxUnavailable, strategy } = settings.updateConfig ?? {};
  if (maxUnavailable === undefined && strategy === undefined) return null;
  const how = strategy === undefined ? {} : { strategy };
  if (typeof maxUnavailable === "string")
    return { ...how, maxUnavailablePercentage: Number.parseInt(maxUnavailable, 10) };
  return { ...how, maxUnavailable: maxUnavailable ?? 1 };
}
