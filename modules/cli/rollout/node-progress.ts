import { readNodeGroup } from "./read-cluster-facts.js";
import type { RolloutCluster } from "./rollout-cluster.js";

export interface NodeProgress {
  readonly phase: string;
  readonly nodes: { readonly old: number; readonly new: number };
}

/**
 * How far a rolling update is, by the group's Auto Scaling group: EKS itself does not say. Nodes that run another
 * launch template version than the group's present one are old. Null where it cannot be read.
 */
export async function nodeProgress(
  cluster: RolloutCluster,
  nodeGroup: string,
): Promise<() => Promise<NodeProgress | null>> {
  const nodegroup = await readNodeGroup(cluster, nodeGroup).catch(() => null);
  const name = nodegroup?.resources?.autoScalingGroups?.[0]?.name;
  const desired = nodegroup?.scalingConfig?.desiredSize ?? 0;
  if (name === undefined) return async () => null;
  return async () => {
    try {
      const autoScaling = await cluster.clients.autoScaling();
      const answer = await autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [name] });
      const group = answer.AutoScalingGroups?.[0];
      const specification =
        group?.LaunchTemplate ?? group?.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
      const instances = group?.Instances ?? [];
      const fresh = instances.filter(
        ({ LaunchTemplate }) => LaunchTemplate?.Version === specification?.Version,
      );
      const old = instances.length - fresh.length;
      return { phase: phaseOf(old, fresh.length, desired), nodes: { old, new: fresh.length } };
    } catch {
      // Only a view: a missing permission must not fail the rollout.
      return null;
    }
  };
}

function phaseOf(old: number, fresh: number, desired: number): string {
  if (fresh === 0) return "setup";
  if (old >= desired && old > 0) return "scale up";
  return old > 0 ? "upgrade" : "scale down";
}
