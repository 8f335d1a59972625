import type { Change, JsonObject, NodeEffect, ResourceChange, StackPlan } from "../../plan/index.js";
import type { NodeGroupFacts } from "./fleet-facts.js";
import { afterStep, nodeGroupValues, type ProjectedCluster } from "./projected-cluster.js";
import type { RolloutStep } from "./rollout-step.js";
import { maxUnavailableOf } from "./surge.js";

const provider = "registry.terraform.io/hashicorp/aws";

/**
 * A step as a plan that policies can judge: the cluster as it will be by then, and the step's own change. The
 * steps that wait for a plan's changes are judged on that plan, with what earlier steps have done behind it.
 */
export function projectedPlan(cluster: ProjectedCluster, step: RolloutStep): StackPlan {
  if (step.kind === "changes") return narrowedPlan(cluster, step.addresses);
  const after = afterStep(cluster, step);
  const { facts } = cluster;
  const changes: ResourceChange[] = [
    resourceChange("aws_eks_cluster", "cluster", `aws_eks_cluster.${facts.name}`, {
      before: { name: facts.name, version: cluster.version },
      after: { name: facts.name, version: after.version },
    }),
    ...facts.addons.map(({ name }) =>
      resourceChange("aws_eks_addon", name, `aws_eks_addon.${name}`, {
        before: addonValues(facts.name, name, cluster.addons.get(name)),
        after: addonValues(facts.name, name, after.addons.get(name)),
      }),
    ),
    ...facts.nodeGroups.map((group) => {
      const now = { version: facts.version, releaseVersion: group.releaseVersion };
      return resourceChange("aws_eks_node_group", group.name, addressOf(group), {
        before: nodeGroupValues(facts, group, cluster.groups.get(group.name) ?? now),
        after: nodeGroupValues(facts, group, after.groups.get(group.name) ?? now),
      });
    }),
  ];
  return {
    format_version: "1.2",
    planned_values: { root_module: {} },
    resource_changes: changes,
    configuration: {},
    applyable: true,
    complete: true,
    errored: false,
    fleetwright: {
      stack: facts.stack,
      directory: "",
      region: facts.region,
      operations: [],
      ignored_changes: [],
      node_effects: effectsOf(facts.nodeGroups, step),
      unsupported: [],
      fingerprints: {},
      diagnostics: [],
    },
  };
}

function narrowedPlan(cluster: ProjectedCluster, addresses: readonly string[]): StackPlan {
  const plan = cluster.facts.plan;
  if (plan === null) throw new Error(`no plan of ${cluster.facts.name}`);
  const mine = new Set(addresses);
  return {
    ...plan,
    resource_changes: (plan.resource_changes ?? []).map((resource) =>
      mine.has(resource.address) ? resource : settled(resource, cluster.changed.has(resource.address)),
    ),
    fleetwright: {
      ...plan.fleetwright,
      operations: plan.fleetwright.operations.filter(({ address }) => mine.has(address)),
      node_effects: plan.fleetwright.node_effects.filter(({ address }) => mine.has(address)),
    },
  };
}

/** A resource that this step leaves alone: as it is, or as an earlier step has made it. */
function settled(resource: ResourceChange, done: boolean): ResourceChange {
  const { before, after, before_sensitive, after_sensitive } = resource.change;
  const value = done ? (after ?? null) : before;
  const sensitive = done ? after_sensitive : before_sensitive;
  return {
    ...resource,
    change: {
      actions: ["no-op"],
      before: value,
      after: value,
      after_unknown: done ? resource.change.after_unknown : {},
      before_sensitive: sensitive,
      after_sensitive: sensitive,
    },
  };
}

function resourceChange(
  type: string,
  name: string,
  address: string,
  sides: { readonly before: JsonObject; readonly after: JsonObject },
): ResourceChange {
  const same = JSON.stringify(sides.before) === JSON.stringify(sides.after);
  const change: Change = {
    actions: same ? ["no-op"] : ["update"],
    ...sides,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  };
  return { address, mode: "managed", type, name, provider_name: provider, change };
}

function addonValues(cluster: string, name: string, version: string | undefined): JsonObject {
  return { cluster_name: cluster, addon_name: name, addon_version: version ?? null };
}

function effectsOf(groups: readonly NodeGroupFacts[], step: RolloutStep): readonly NodeEffect[] {
  if (step.kind !== "node-group") return [];
  return groups
    .filter(({ name }) => name === step.nodeGroup)
    .map((group) => ({
      address: addressOf(group),
      kind: "rolling-update",
      nodes: step.nodes,
      surge: step.surge,
      max_unavailable: maxUnavailableOf(group),
      expected_duration_seconds: null,
    }));
}

function addressOf(group: NodeGroupFacts): string {
  return group.address ?? `aws_eks_node_group.${group.name}`;
}
