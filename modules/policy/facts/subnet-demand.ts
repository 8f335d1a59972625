import type { ClusterFacts, NodeGroupFacts } from "./facts-schema.js";

type SubnetDemand = ClusterFacts["subnet_demand"][number];

/**
 * What the new nodes of a plan need from the subnets of a cluster. Groups that share their subnets are
 * added up, because their updates may run at the same time.
 */
export function subnetDemand(groups: readonly NodeGroupFacts[]): SubnetDemand[] {
  const shared = new Map<string, NodeGroupFacts[]>();
  for (const group of groups) {
    if (newNodes(group) === 0) continue;
    const key = group.subnets.map(({ id }) => id).join(", ");
    const sharing = shared.get(key);
    if (sharing === undefined) shared.set(key, [group]);
    else sharing.push(group);
  }
  return [...shared].flatMap(([subnets, sharing]): SubnetDemand[] => {
    const [first] = sharing;
    if (first === undefined) return [];
    const nodes = sum(sharing.map(newNodes));
    return [
      {
        stack: first.stack,
        address: first.address,
        action: first.action,
        parameters: first.parameters,
        groups: sharing.map(({ address }) => address),
        subnets,
        subnet_count: first.subnets.length,
        nodes,
        addresses: sum(sharing.map((group) => times(newNodes(group), group.ips_per_node))),
        free_ips: first.subnets.length === 0 ? undefined : sum(first.subnets.map(({ free_ips }) => free_ips)),
      },
    ];
  });
}

/** Nodes that come in addition, for a while or for good; undefined where a size is not known. */
function newNodes(group: NodeGroupFacts): number | undefined {
  const desired = group.after?.desired;
  switch (group.action) {
    case "create":
      return desired;
    case "replace":
      return group.create_before_destroy ? desired : 0;
    case "update": {
      if (group.rolls) return group.surge;
      const present = group.before?.desired;
      return desired === undefined || present === undefined ? undefined : Math.max(0, desired - present);
    }
    default:
      return 0;
  }
}

function sum(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.reduce(
    (total, each) => (total === undefined || each === undefined ? undefined : total + each),
    0,
  );
}

function times(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left * right;
}
