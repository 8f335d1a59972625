import type { NodeGroupMember, Zone } from "../fleet.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import type { Problems } from "./problems.js";

/** The provider adds 26 characters to a prefix, and a name has at most 63. */
const longestName = { fixed: 63, prefix: 37 } as const;

/**
 * The EKS node groups that a group stands for. Names: `<cluster>-<zone index>-<group>`, or `<cluster>-<group>`
 * over all zones; with `naming: prefix` a dash follows and the provider's suffix.
 */
export function resolveMembers(
  cluster: string,
  zones: readonly Zone[],
  name: string,
  settings: Partial<NodeGroupSettings>,
  problems: Problems,
): NodeGroupMember[] {
  const chosen = chooseZones(zones, settings, problems);
  const naming = settings.naming ?? "fixed";
  const subnetOf = (zone: Zone) => settings.subnets?.[zone.name] ?? zone.subnet;
  const resourceBase = /^\d/.test(name) ? `_${name}` : name;
  const member = (derived: string, resourceName: string, zone: string | null, subnets: string[]) => {
    const whole = naming === "prefix" ? `${derived}-` : derived;
    return { name: whole, resourceName, zone, subnets };
  };
  const members =
    settings.layout === "all-zones"
      ? [member(`${cluster}-${name}`, resourceBase, null, chosen.map(subnetOf))]
      : chosen.map((zone) =>
          member(`${cluster}-${zone.index}-${name}`, `${resourceBase}-${zone.name}`, zone.name, [
            subnetOf(zone),
          ]),
        );
  const tooLong = members.find((each) => each.name.length > longestName[naming]);
  if (tooLong !== undefined) {
    problems.add(
      ["name"],
      "FLEET_NAME_TOO_LONG",
      `The node group's name "${tooLong.name}" has ${tooLong.name.length} characters`,
      naming === "fixed"
        ? "EKS allows 63. Shorten the group's name or the cluster's."
        : "With naming: prefix it may have 37, because the provider adds 26 of its own. Shorten the group's name.",
    );
  }
  return members;
}

function chooseZones(
  zones: readonly Zone[],
  settings: Partial<NodeGroupSettings>,
  problems: Problems,
): Zone[] {
  const names = zones.map((zone) => zone.name);
  const unknown = (path: (string | number)[], zone: string) => {
    // Of a cluster whose zones are wrong themselves nothing can be said here.
    if (names.length === 0) return;
    problems.addAtKey(
      path,
      "FLEET_UNKNOWN_ZONE",
      `The cluster has no zone "${zone}" with a subnet`,
      `Its zones are ${names.join(", ")}. Add it to the cluster's zones with its subnet, or remove it here.`,
    );
  };
  for (const zone of Object.keys(settings.subnets ?? {}))
    if (!names.includes(zone)) unknown(["subnets", zone], zone);
  if (settings.zones === undefined) return [...zones];
  for (const [index, zone] of settings.zones.entries()) {
    if (!names.includes(zone)) unknown(["zones", index], zone);
    if (settings.zones.indexOf(zone) !== index) {
      problems.add(
        ["zones", index],
        "FLEET_DUPLICATE_NAME",
        `The zone ${zone} stands twice`,
        "Remove one of the two.",
      );
    }
  }
  return zones.filter((zone) => settings.zones?.includes(zone.name));
}
