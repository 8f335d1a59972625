import type { ZonalNodeGroupMember } from "./zonal-node-group-props.js";

/** A zone to have a node group in. Its place in the list, or its index, is part of the name. */
export interface MemberZone {
  readonly name: string;
  readonly subnetIds: readonly string[];
  readonly index?: number;
}

/**
 * One member per zone, named `<cluster>-<zone index>-<group>`, e.g. `prod-eu-1-0-spot-arm64`, with the key
 * `<group>-<zone>`.
 */
export function zonalMembers(
  cluster: string,
  group: string,
  zones: readonly MemberZone[],
): ZonalNodeGroupMember[] {
  return zones.map((zone, place) => ({
    key: `${/^\d/.test(group) ? "_" : ""}${group}-${zone.name}`,
    name: `${cluster}-${zone.index ?? place}-${group}`,
    subnetIds: zone.subnetIds,
    zone: zone.name,
  }));
}
