import type { NodeEffect, ResourceChange, StateResource } from "../../plan/index.js";
import type { JudgedPlans } from "../judged-plans.js";
import type { LiveCluster } from "../live-facts.js";
import type { Parameters } from "../parameters/parameters-schema.js";
import { clusterFacts } from "./cluster-facts.js";
import { type ClusterIdentity, clusterIdentity, clusterOfMember } from "./cluster-identity.js";
import type { ExtractionContext } from "./extraction-context.js";
import type { ClusterFacts, Facts } from "./facts-schema.js";
import { type PlanObjects, planObjects, regionOfArn } from "./plan-objects.js";
import { member, textOf } from "./read-json.js";
import { subnetZones } from "./subnet-zones.js";

/** Everything that the plans say of one cluster. */
export interface ClusterMaterial {
  readonly identity: ClusterIdentity;
  readonly live: LiveCluster | undefined;
  readonly stacks: Set<string>;
  resource: { readonly objects: PlanObjects; readonly change: ResourceChange } | undefined;
  data: StateResource | undefined;
  readonly groups: { readonly objects: PlanObjects; readonly change: ResourceChange }[];
  readonly addons: { readonly objects: PlanObjects; readonly change: ResourceChange }[];
}

/** Gives every distinct set of limits one place in the document. */
export interface ParameterTable {
  indexOf(parameters: Parameters): number;
}

/** What one cluster's facts need beside its material. */
export interface ExtractionSurroundings {
  readonly context: ExtractionContext;
  /** Days since 1970-01-01. */
  readonly today: number;
  readonly zones: ReadonlyMap<string, string>;
  readonly parameters: ParameterTable;
  /** Node effects by stack and address. */
  effectOf(objects: PlanObjects, address: string): NodeEffect | undefined;
}

/**
 * Makes the one document that the rules see out of all plans of a fleet. Linear in the plans' size; clusters
 * are in the order of their keys, resources in the order of the plans.
 */
export function extractFacts(plans: JudgedPlans, context: ExtractionContext): Facts {
  const objects = Object.entries(plans.stacks)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([stack, plan]) => planObjects(stack, plan));
  const parameterSets: Parameters[] = [];
  const around: ExtractionSurroundings = {
    context,
    today: Math.floor(context.now / 86_400_000),
    zones: subnetZones(objects, context.live),
    parameters: parameterTable(parameterSets),
    effectOf: effectIndex(),
  };
  const materials = [...gather(objects, context).values()].sort((left, right) =>
    left.identity.key < right.identity.key ? -1 : 1,
  );
  const clusters = materials.map((material) => clusterFacts(material, around));
  const fleetParameters = around.parameters.indexOf(context.parametersOf({}));
  const instant = new Date(context.now).toISOString().replace(/\.\d+Z$/, "Z");
  return {
    schema_version: 1,
    now: { instant, date: instant.slice(0, 10) },
    parameter_sets: parameterSets,
    fleet: {
      parameters: fleetParameters,
      ...nodesOf(clusters),
      other_clusters: otherClusters(plans, context),
    },
    clusters,
  };
}

/** Clusters of the fleet file that no plan is about; several stacks may be about one. */
function otherClusters(plans: JudgedPlans, { fleet }: ExtractionContext): number {
  const stacks = Object.entries(fleet?.stacks ?? {});
  const judged = new Set(
    stacks.filter(([stack]) => Object.hasOwn(plans.stacks, stack)).map(([, { cluster }]) => cluster),
  );
  return new Set(stacks.map(([, { cluster }]) => cluster).filter((cluster) => !judged.has(cluster))).size;
}

function gather(
  plans: readonly PlanObjects[],
  context: ExtractionContext,
): ReadonlyMap<string, ClusterMaterial> {
  const materials = new Map<string, ClusterMaterial>();
  const at = (identity: ClusterIdentity, stack: string): ClusterMaterial => {
    const known = materials.get(identity.key);
    const material = known ?? {
      identity,
      live: liveCluster(identity, context),
      stacks: new Set<string>(),
      resource: undefined,
      data: undefined,
      groups: [],
      addons: [],
    };
    if (known === undefined) materials.set(identity.key, material);
    material.stacks.add(stack);
    return material;
  };
  for (const objects of plans) {
    for (const change of objects.changes) {
      if (change.mode !== "managed") continue;
      if (change.type === "aws_eks_cluster") {
        at(ownIdentity(objects, change), objects.stack).resource = { objects, change };
      } else if (change.type === "aws_eks_node_group") {
        at(clusterOfMember(objects, change), objects.stack).groups.push({ objects, change });
      } else if (change.type === "aws_eks_addon") {
        at(clusterOfMember(objects, change), objects.stack).addons.push({ objects, change });
      }
    }
  }
  // A data source alone makes no cluster of the plan; it only tells the version of one that is there.
  for (const objects of plans) {
    for (const resource of objects.prior) {
      if (resource.type !== "aws_eks_cluster") continue;
      const name = textOf(member(resource.values, "name"));
      const region = objects.region ?? regionOfArn(textOf(member(resource.values, "arn")));
      const material = name === undefined ? undefined : materials.get(clusterIdentity(name, region).key);
      if (material !== undefined) material.data = resource;
    }
  }
  return materials;
}

function ownIdentity(objects: PlanObjects, change: ResourceChange): ClusterIdentity {
  const { before, after } = change.change;
  const region =
    textOf(member(after, "region")) ?? objects.region ?? regionOfArn(textOf(member(before, "arn")));
  const name = textOf(member(after, "name")) ?? textOf(member(before, "name"));
  return name === undefined
    ? { key: `${region ?? ""}/(${change.address} of ${objects.stack})`, name, region }
    : clusterIdentity(name, region);
}

function liveCluster(identity: ClusterIdentity, { live }: ExtractionContext): LiveCluster | undefined {
  const { name, key } = identity;
  if (name === undefined || live.clusters === undefined) return undefined;
  return live.clusters[key] ?? live.clusters[name];
}

function parameterTable(sets: Parameters[]): ParameterTable {
  const byIdentity = new Map<Parameters, number>();
  const byContent = new Map<string, number>();
  return {
    indexOf: (parameters) => {
      const known = byIdentity.get(parameters);
      if (known !== undefined) return known;
      const content = JSON.stringify(parameters);
      const index = byContent.get(content) ?? sets.push(parameters) - 1;
      byContent.set(content, index);
      byIdentity.set(parameters, index);
      return index;
    },
  };
}

function effectIndex(): ExtractionSurroundings["effectOf"] {
  const indexes = new Map<PlanObjects, ReadonlyMap<string, NodeEffect>>();
  return (objects, address) => {
    const known = indexes.get(objects);
    const index =
      known ??
      new Map((objects.plan.fleetwright?.node_effects ?? []).map((effect) => [effect.address, effect]));
    if (known === undefined) indexes.set(objects, index);
    return index.get(address);
  };
}

function nodesOf(
  clusters: readonly ClusterFacts[],
): Pick<Facts["fleet"], "nodes" | "touched_nodes" | "unsized_groups"> {
  let nodes = 0;
  let touched = 0;
  let unsized = 0;
  for (const { groups } of clusters) {
    for (const group of groups) {
      const size = group.before?.desired;
      nodes += size ?? 0;
      if (!group.rolls && group.action !== "delete") continue;
      touched += size ?? 0;
      if (size === undefined) unsized += 1;
    }
  }
  return { nodes, touched_nodes: touched, unsized_groups: unsized };
}
