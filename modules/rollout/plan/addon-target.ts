import { compareNumbers } from "./compare-numbers.js";
import type { ClusterFacts, FleetFacts } from "./fleet-facts.js";

/**
 * The version of an add-on that goes with a Kubernetes minor: EKS's default one, unless what is installed is newer and
 * works with that minor too. Undefined: nothing is to be done.
 */
export function addonTarget(
  cluster: Pick<ClusterFacts, "addonCompatibility">,
  facts: Pick<FleetFacts, "addonVersions">,
  addon: string,
  installed: string,
  minor: string,
): string | undefined {
  const standard = facts.addonVersions[addon]?.[minor];
  if (standard === undefined || standard === installed) return undefined;
  const fits = cluster.addonCompatibility?.[addon]?.[installed]?.includes(minor) === true;
  return fits && compareAddonVersions(installed, standard) > 0 ? undefined : standard;
}

/** Order of versions such as `v1.19.5-eksbuild.3`: negative where `left` is older. */
export function compareAddonVersions(left: string, right: string): number {
  return compareNumbers(numbersOf(left), numbersOf(right));
}

function numbersOf(version: string): readonly number[] {
  return (version.match(/\d+/g) ?? []).map(Number);
}
