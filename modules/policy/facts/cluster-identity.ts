import type { ResourceChange } from "../../plan/index.js";
import { type PlanObjects, regionOfArn } from "./plan-objects.js";
import { member, textOf } from "./read-json.js";

/** Which cluster a resource belongs to; without a name the cluster is only known after apply. */
export interface ClusterIdentity {
  readonly key: string;
  readonly name: string | undefined;
  readonly region: string | undefined;
}

export function clusterIdentity(name: string, region: string | undefined): ClusterIdentity {
  return { key: `${region ?? ""}/${name}`, name, region };
}

/**
 * The cluster of a node group or an add-on: by its `cluster_name`, or, while that is unknown, by the
 * cluster resource or data source that its configuration refers to.
 */
export function clusterOfMember(objects: PlanObjects, change: ResourceChange): ClusterIdentity {
  const values = change.change.after ?? change.change.before;
  const before = change.change.before;
  const region =
    textOf(member(values, "region")) ?? objects.region ?? regionOfArn(textOf(member(before, "arn")));
  const name = textOf(member(values, "cluster_name")) ?? textOf(member(before, "cluster_name"));
  if (name !== undefined) return clusterIdentity(name, region);
  const expression = member(objects.configuration.expressionsOf(change), "cluster_name");
  for (const address of objects.configuration.referencedResources(change, expression)) {
    const referenced = clusterAt(objects, address, change.index);
    if (referenced !== undefined) return clusterIdentity(referenced, region);
  }
  return { key: `${region ?? ""}/(of ${objects.stack}: ${change.address})`, name: undefined, region };
}

/** The name of the cluster that stands at a configuration address, if there is but one candidate. */
function clusterAt(
  objects: PlanObjects,
  address: string,
  index: string | number | undefined,
): string | undefined {
  const candidates = objects.clusters.filter((place) => place.configurationAddress === address);
  const fitting = candidates.length > 1 ? candidates.filter((place) => place.index === index) : candidates;
  const names = new Set(fitting.map(({ name }) => name));
  const [only] = names;
  return names.size === 1 ? only : undefined;
}
