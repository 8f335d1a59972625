import type { Facts } from "../facts/facts-schema.js";
import type { FleetContext } from "../fleet-context.js";
import type { Finding } from "../verdict.js";

/** The names by which a waiver may speak of what a finding is about. */
export interface FindingScope {
  readonly clusters: readonly string[];
  /** The fleet file's name, EKS's name, and the address. */
  readonly nodeGroups: readonly string[];
  readonly zones: readonly string[];
}

/** Finds the scope of a finding; made once for all findings of a verdict. */
export function findingScopes(
  facts: Facts,
  fleet: FleetContext | undefined,
): (finding: Finding) => FindingScope {
  let resources: ReadonlyMap<string, { nodeGroups: string[]; zones: string[] }> | undefined;
  return (finding) => {
    resources ??= indexResources(facts);
    const { cluster, stack, address } = finding;
    const clusters = cluster === null ? [] : [cluster];
    if (stack === null || address === null) return { clusters, nodeGroups: [], zones: [] };
    const known = resources.get(`${stack} ${address}`);
    const place = fleet?.stacks[stack]?.resources[address];
    return {
      clusters,
      nodeGroups: [address, ...(known?.nodeGroups ?? []), ...(place?.nodeGroup ? [place.nodeGroup] : [])],
      zones: place?.zone ? [place.zone] : (known?.zones ?? []),
    };
  };
}

function indexResources(facts: Facts): ReadonlyMap<string, { nodeGroups: string[]; zones: string[] }> {
  const found = new Map<string, { nodeGroups: string[]; zones: string[] }>();
  for (const { groups, launch_templates: templates } of facts.clusters) {
    for (const { stack, address, name, zones_after: after, zones_before: before } of groups) {
      const zones = [...new Set([...(before ?? []), ...(after ?? [])])];
      found.set(`${stack} ${address}`, { nodeGroups: name === undefined ? [] : [name], zones });
    }
    // A launch template is waived with the node groups that use it.
    for (const { stack, address, used_by: usedBy } of templates) {
      const users = usedBy.map((user) => found.get(`${stack} ${user}`));
      found.set(`${stack} ${address}`, {
        nodeGroups: [...usedBy, ...users.flatMap((user) => user?.nodeGroups ?? [])],
        zones: users.flatMap((user) => user?.zones ?? []),
      });
    }
  }
  return found;
}
