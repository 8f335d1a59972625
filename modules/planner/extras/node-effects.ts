import type { NodeEffect } from "../../plan/index.js";
import { type ObjectValue, Unknown } from "../../values/index.js";
import type { PlannedInstance, PlanWalk } from "../walk/plan-walk.js";
import { onlyBlock } from "./ignored-changes.js";

/** What each change of a node group does to its running nodes. */
export function nodeEffects(walk: PlanWalk, expectedCalls: ReadonlySet<string>): readonly NodeEffect[] {
  return walk.planned.flatMap((instance) => {
    if (instance.type !== "aws_eks_node_group" || instance.mode === "data") return [];
    const effect = effectOf(instance, expectedCalls);
    return effect === undefined ? [] : [effect];
  });
}

function effectOf(instance: PlannedInstance, expectedCalls: ReadonlySet<string>): NodeEffect | undefined {
  const { change, address } = instance;
  const [first, second] = change.actions;
  const { before, after } = change;
  const nodes = sizeOf(before);
  if (first === "update") {
    if (!expectedCalls.has(`${address}/eks:UpdateNodegroupVersion`)) return undefined;
    const unavailable = maxUnavailable(after, nodes);
    return {
      address,
      kind: "rolling-update",
      nodes,
      surge: terminatesFirst(after) ? 0 : Math.max(2 * zonesOf(before), unavailable ?? 1),
      max_unavailable: unavailable,
      expected_duration_seconds: rollingDuration(nodes, unavailable ?? 1),
    };
  }
  if (first !== "delete" && second !== "delete") return undefined;
  return {
    address,
    kind: second === undefined ? "removal" : "replacement",
    nodes,
    surge: first === "create" ? (sizeOf(after) ?? 0) : 0,
    max_unavailable: null,
    expected_duration_seconds: removalDuration(nodes, second !== undefined),
  };
}

/** EKS's minimal strategy takes a node away before its successor comes. */
function terminatesFirst(object: ObjectValue | null): boolean {
  return onlyBlock(object, "update_config")?.update_strategy === "MINIMAL";
}

function sizeOf(object: ObjectValue | null): number | null {
  const desired = onlyBlock(object, "scaling_config")?.desired_size;
  return typeof desired === "number" ? desired : null;
}

/** One subnet, one zone is all that a node group says of its zones. */
function zonesOf(object: ObjectValue | null): number {
  const subnets = object?.subnet_ids;
  return Array.isArray(subnets) ? Math.max(subnets.length, 1) : 1;
}

/** EKS's default is one node at a time; a percentage is of the present nodes, rounded up, at least one. */
function maxUnavailable(object: ObjectValue | null, nodes: number | null): number | null {
  const update = onlyBlock(object, "update_config");
  const { max_unavailable: count, max_unavailable_percentage: percentage } = update ?? {};
  if (count instanceof Unknown || percentage instanceof Unknown) return null;
  if (typeof count === "number" && count > 0) return count;
  if (typeof percentage === "number" && percentage > 0)
    return nodes === null ? null : Math.max(1, Math.ceil((nodes * percentage) / 100));
  return 1;
}

const SETUP_SECONDS = { low: 120, high: 300 };
const NODE_SECONDS = { low: 180, high: 1260 };

/**
 * Setup and scaling, then one round for every `unavailable` nodes: between three minutes (boot, drain, one
 * minute of waiting) and the fifteen minutes that a drain may take, with boot and waiting.
 */
function rollingDuration(nodes: number | null, unavailable: number): NodeEffect["expected_duration_seconds"] {
  if (nodes === null) return null;
  const rounds = Math.ceil(nodes / Math.max(unavailable, 1));
  return {
    low: SETUP_SECONDS.low + rounds * NODE_SECONDS.low,
    high: SETUP_SECONDS.high + rounds * NODE_SECONDS.high,
    basis: `${nodes} nodes in ${rounds} rounds of ${unavailable}, 3 to 21 minutes each (drains end after 15 minutes), 2 to 5 minutes of setup`,
  };
}

function removalDuration(nodes: number | null, replaced: boolean): NodeEffect["expected_duration_seconds"] {
  if (nodes === null) return null;
  const creation = replaced ? { low: 120, high: 300 } : { low: 0, high: 0 };
  return {
    low: 120 + creation.low,
    high: 1200 + creation.high,
    basis: `${nodes} nodes drained together (at most 15 minutes) and terminated${replaced ? ", 2 to 5 minutes for the new group" : ""}`,
  };
}
