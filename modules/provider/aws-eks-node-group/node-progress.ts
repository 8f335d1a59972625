import type { AutoScalingGroup } from "@aws-sdk/client-auto-scaling";
import type { AwsClients, Clock } from "../../aws/index.js";

/** How far a rolling update is. */
export interface NodeProgress {
  /** EKS's phases, as far as they can be seen: `setup`, `scale up`, `upgrade`, `scale down`. */
  readonly phase: string;
  /** Nodes of the former template version, nodes of the new one that are in service, and how many are wanted. */
  readonly nodes: { readonly old: number; readonly new: number; readonly wanted: number };
}

/** Nodes change within minutes: looking more often shows nothing more, and costs calls. Milliseconds. */
const LOOK_EVERY = 10_000;

/**
 * Tells how far a rolling update is by the group's Auto Scaling group, because EKS itself does not: nodes that
 * run another template version than the group's present one are old. The returned function gives what was last
 * seen, null where nothing can be seen; it is only a view, so a missing permission ends the looking and no more.
 */
export function watchNodes(
  clients: AwsClients,
  key: { readonly clusterName: string; readonly nodegroupName: string },
  clock: Clock,
): () => Promise<NodeProgress | null> {
  let group: Promise<{ readonly name: string; readonly wanted: number } | null> | undefined;
  let seen: NodeProgress | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (clock.now() - lookedAt < LOOK_EVERY) return seen;
    lookedAt = clock.now();
    try {
      group ??= autoScalingGroupOf(clients, key);
      const found = await group;
      if (found === null) return null;
      const autoScaling = await clients.autoScaling();
      const answer = await autoScaling.describeAutoScalingGroups({ AutoScalingGroupNames: [found.name] });
      const described = answer.AutoScalingGroups?.[0];
      seen = described === undefined ? null : progressOf(described, found.wanted);
    } catch {
      seen = null;
      lookedAt = Number.POSITIVE_INFINITY;
    }
    return seen;
  };
}

async function autoScalingGroupOf(
  clients: AwsClients,
  key: { readonly clusterName: string; readonly nodegroupName: string },
): Promise<{ readonly name: string; readonly wanted: number } | null> {
  const { nodegroup } = await (await clients.eks()).describeNodegroup({ ...key });
  const name = nodegroup?.resources?.autoScalingGroups?.[0]?.name;
  return name === undefined ? null : { name, wanted: nodegroup?.scalingConfig?.desiredSize ?? 0 };
}

function progressOf(group: AutoScalingGroup, wanted: number): NodeProgress {
  const template =
    group.LaunchTemplate ?? group.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  const instances = group.Instances ?? [];
  const fresh = instances.filter(({ LaunchTemplate }) => LaunchTemplate?.Version === template?.Version);
  const old = instances.length - fresh.length;
  const inService = fresh.filter(({ LifecycleState }) => LifecycleState === "InService").length;
  return { phase: phaseOf(old, fresh.length, wanted), nodes: { old, new: inService, wanted } };
}

function phaseOf(old: number, fresh: number, wanted: number): string {
  if (fresh === 0) return "setup";
  if (old === 0) return "scale down";
  return old >= wanted ? "scale up" : "upgrade";
}
