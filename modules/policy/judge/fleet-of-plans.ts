import { member, textOf } from "../facts/read-json.js";
import type { FleetContext, FleetStack } from "../fleet-context.js";
import type { JudgedPlan, JudgedPlans } from "../judged-plans.js";

/**
 * The fleet as it applies to these plans: a plan that is not named after a stack of the fleet, as one that
 * Terraform wrote, counts as the stack of the one cluster of the fleet that it speaks of.
 */
export function fleetOfPlans(fleet: FleetContext, plans: JudgedPlans): FleetContext {
  const known = Object.entries(fleet.stacks);
  const aliases = new Map<string, string>();
  for (const [name, plan] of Object.entries(plans.stacks)) {
    if (Object.hasOwn(fleet.stacks, name)) continue;
    const clusters = clusterNames(plan);
    const [only, another] = known.filter(([, { cluster }]) => clusters.has(cluster));
    if (only !== undefined && another === undefined) aliases.set(name, only[0]);
  }
  if (aliases.size === 0) return fleet;
  const stacks: { [stack: string]: FleetStack } = { ...fleet.stacks };
  for (const [name, stack] of aliases) {
    const own = fleet.stacks[stack];
    if (own !== undefined) stacks[name] = own;
  }
  return {
    ...fleet,
    stacks,
    locate: (stack, address, attribute) => fleet.locate(aliases.get(stack) ?? stack, address, attribute),
  };
}

function clusterNames(plan: JudgedPlan): ReadonlySet<string> {
  const names = (plan.resource_changes ?? []).flatMap(({ type, change }) => {
    const key = type === "aws_eks_cluster" ? "name" : "cluster_name";
    if (!/^aws_eks_(?:cluster|node_group|addon)$/.test(type)) return [];
    return [textOf(member(change.after, key)), textOf(member(change.before, key))];
  });
  return new Set(names.filter((name): name is string => name !== undefined));
}
