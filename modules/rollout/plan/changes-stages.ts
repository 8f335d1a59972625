import type { NodeEffect, ResourceChange, StackPlan } from "../../plan/index.js";
import type { ClusterFacts } from "./fleet-facts.js";
import { byZone, type StageSettings } from "./node-group-stages.js";
import { placeOf } from "./place-of.js";
import type { PlannedStage, PlannedStep } from "./rollout-plan.js";
import { type LearnedDurations, nodeGroupDuration } from "./step-duration.js";

/**
 * What a cluster's plan contains, as steps: first what no node group's change consists of, then each node group
 * with the resources that it needs (its launch template), then what is only removed.
 */
export function changesStages(
  cluster: ClusterFacts,
  plan: StackPlan,
  settings: StageSettings,
  learned: LearnedDurations,
): readonly PlannedStage[] {
  const changed = (plan.resource_changes ?? []).filter(isChange);
  const removals = changed.filter(({ change }) => change.actions.join() === "delete");
  const kept = changed.filter((change) => !removals.includes(change));
  const needs = dependenciesOf(plan, new Set(kept.map(({ address }) => address)));
  const groups = kept.filter(isNodeGroup).map((resource) => ({
    resource,
    zone:
      cluster.nodeGroups.find(({ address }) => address === resource.address)?.zone ??
      cluster.plannedZones?.[resource.address] ??
      null,
    addresses: [...(needs.get(resource.address) ?? []), resource.address],
  }));
  const inGroups = new Set(groups.flatMap(({ addresses }) => addresses));
  const others = kept.filter(({ address }) => !inGroups.has(address)).map(({ address }) => address);

  const stages: PlannedStage[] = [];
  const add = (name: string, steps: (index: number) => readonly PlannedStep[]): void => {
    stages.push({ name, steps: steps(stages.length + 1) });
  };
  if (others.length > 0) {
    add("other changes", (index) => [
      changesStep(cluster, plan, `${index}/changes`, others, null, null, learned),
    ]);
  }
  for (const { zone, members } of groups.length === 0 ? [] : byZone(groups, settings)) {
    add(zone === null ? "node groups" : `node groups in ${zone}`, (index) =>
      members.map(({ resource, addresses }) =>
        changesStep(cluster, plan, `${index}/${resource.name}`, addresses, nameOf(resource), zone, learned),
      ),
    );
  }
  if (removals.length > 0) {
    const addresses = removals.map(({ address }) => address);
    add("removals", (index) => [
      changesStep(cluster, plan, `${index}/removals`, addresses, null, null, learned),
    ]);
  }
  return stages;
}

function isChange(resource: ResourceChange): boolean {
  const [action] = resource.change.actions;
  return resource.mode === "managed" && action !== "no-op" && action !== "read";
}

function isNodeGroup(resource: ResourceChange): boolean {
  return resource.type === "aws_eks_node_group";
}

/** EKS's name of a planned group, its address where the name is only known after apply. */
function nameOf(resource: ResourceChange): string {
  for (const side of [resource.change.after, resource.change.before]) {
    if (typeof side === "object" && side !== null && !Array.isArray(side) && "node_group_name" in side) {
      const name = side.node_group_name;
      if (typeof name === "string") return name;
    }
  }
  return resource.address;
}

/** For each address the changed addresses that its operations wait for, however indirectly. */
function dependenciesOf(
  plan: StackPlan,
  changed: ReadonlySet<string>,
): ReadonlyMap<string, readonly string[]> {
  const { operations } = plan.fleetwright;
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  const result = new Map<string, readonly string[]>();
  for (const address of changed) {
    const found = new Set<string>();
    const queue = operations.filter((operation) => operation.address === address);
    for (let operation = queue.pop(); operation !== undefined; operation = queue.pop()) {
      for (const id of operation.after) {
        const before = byId.get(id);
        if (before === undefined || before.address === address || found.has(before.address)) continue;
        queue.push(before);
        // One group that waits for another (its replacement, say) stays a step of its own.
        if (changed.has(before.address) && !before.address.includes("aws_eks_node_group."))
          found.add(before.address);
      }
    }
    result.set(address, [...found].sort());
  }
  return result;
}

function changesStep(
  cluster: ClusterFacts,
  plan: StackPlan,
  id: string,
  addresses: readonly string[],
  nodeGroup: string | null,
  zone: string | null,
  learned: LearnedDurations,
): PlannedStep {
  const effects = plan.fleetwright.node_effects.filter(({ address }) => addresses.includes(address));
  const nodes = effects.reduce((sum, effect) => sum + (effect.nodes ?? 0), 0);
  const surge = effects.reduce((sum, effect) => sum + effect.surge, 0);
  return {
    step: {
      kind: "changes",
      id: `${cluster.name}/${id}`,
      ...placeOf(cluster),
      nodes,
      surge,
      addresses,
      nodeGroup,
      zone,
      fingerprints: Object.fromEntries(
        addresses.flatMap((address) => {
          const fingerprint = plan.fleetwright.fingerprints[address];
          return fingerprint === undefined ? [] : [[address, fingerprint]];
        }),
      ),
    },
    expected: durationOf(effects, nodes, surge, learned),
    verdict: null,
  };
}

function durationOf(
  effects: readonly NodeEffect[],
  nodes: number,
  surge: number,
  learned: LearnedDurations,
): PlannedStep["expected"] {
  if (effects.length === 0) return { low: 5, high: 120, basis: "no node is replaced" };
  const maxUnavailable = effects[0]?.max_unavailable ?? 1;
  const estimate = nodeGroupDuration(learned, { nodes, maxUnavailable, surge });
  if (estimate.basis.startsWith("learned")) return estimate;
  const planned = effects.flatMap(({ expected_duration_seconds: range }) => (range === null ? [] : [range]));
  const [first] = planned;
  if (first === undefined || planned.length !== effects.length) return estimate;
  return {
    low: planned.reduce((sum, { low }) => sum + low, 0),
    high: planned.reduce((sum, { high }) => sum + high, 0),
    basis: first.basis,
  };
}
