import { createAwsSession } from "../../aws/index.js";
import { type Cluster, type Fleet, loadFleet, locate } from "../../fleet/index.js";
import { fleetContext, judge, type Waiver } from "../../policy/index.js";
import {
  type FleetClock,
  parseRolloutDefinition,
  type RolloutActions,
  type RolloutDefinition,
  type StepJudge,
} from "../../rollout/index.js";
import type { CliEnvironment } from "../cli-environment.js";
import { findFleet } from "../workflow/find-fleet.js";
import { changesActions } from "./changes-actions.js";
import { type KubernetesReader, kubernetesReader } from "./kubernetes-reader.js";
import { createRolloutActions } from "./rollout-actions.js";
import type { RolloutCluster } from "./rollout-cluster.js";

export interface RolloutFleetFlags {
  readonly fleet: readonly string[];
  readonly cluster: readonly string[];
}

/** A fleet as rollouts see it. */
export interface RolloutFleet {
  readonly fleet: Fleet;
  readonly definition: RolloutDefinition;
  readonly clusters: readonly RolloutCluster[];
  readonly actions: RolloutActions;
  readonly judge: StepJudge;
  readonly kubernetes: KubernetesReader;
}

/** Reads the fleet file and its `rollout` section; nothing is asked of AWS yet. */
export async function openRolloutFleet(
  flags: RolloutFleetFlags,
  environment: CliEnvironment,
): Promise<RolloutFleet> {
  const load = async (): Promise<Fleet> => {
    const paths = findFleet(flags.fleet, environment);
    return (await loadFleet(paths, { workingDirectory: environment.workingDirectory })).fleet;
  };
  const fleet = await load();
  const session = createAwsSession({
    // A rollout goes on for hours: it waits for whoever renews the credentials.
    credentialsTimeoutSeconds: 3600,
    signal: environment.signal,
    onWaiting: ({ message }) => environment.stderr.write(`${message}\n`),
  });
  const clusters = fleet.clusters
    .filter(({ name }) => flags.cluster.length === 0 || flags.cluster.includes(name))
    .map(
      (cluster): RolloutCluster => ({
        name: cluster.name,
        stack: cluster.name,
        region: cluster.region,
        account: cluster.account,
        labels: cluster.labels,
        clients: session.clientsFor({ region: cluster.region, ...roleOf(cluster) }),
        groupOf: (nodeGroup) => groupOf(cluster, nodeGroup),
      }),
    );
  const context = fleetContext(fleet);
  const definition = parseRolloutDefinition(fleet.rollout, (path) => locate(fleet, ["rollout", ...path]));
  const kubernetes = kubernetesReader(definition.health.kubernetes);
  const stepJudge: StepJudge = ({ plans, live, at }) =>
    judge(plans, { now: new Date(at).toISOString(), fleet: context, live });
  return {
    fleet,
    definition,
    clusters,
    kubernetes,
    judge: stepJudge,
    actions: createRolloutActions({
      clusters,
      clock: systemFleetClock,
      judge: stepJudge,
      kubernetes,
      // Waivers are read again each time: one that was merged while the rollout runs counts from then on.
      waivers: async (): Promise<readonly Waiver[]> => (await load()).policy.waivers,
      changes: changesActions(environment, flags),
    }),
  };
}

const systemFleetClock: FleetClock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve, reject) => {
      const stop = (): void => {
        clearTimeout(timer);
        reject(new Error("aborted"));
      };
      // Timers cannot be longer than this; whoever waits looks at the clock again.
      const timer = setTimeout(
        () => {
          signal.removeEventListener("abort", stop);
          resolve();
        },
        Math.min(milliseconds, 2 ** 31 - 1),
      );
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop, { once: true });
    }),
};

function roleOf({ assumeRole }: Cluster): {
  readonly assumeRole?: { roleArn: string; sessionName?: string; externalId?: string };
} {
  if (assumeRole === null) return {};
  const { roleArn, sessionName, externalId } = assumeRole;
  return {
    assumeRole: {
      roleArn,
      ...(sessionName === null ? {} : { sessionName }),
      ...(externalId === null ? {} : { externalId }),
    },
  };
}

/** By EKS's name; with `naming: prefix` AWS has added to the member's name. */
function groupOf(cluster: Cluster, nodeGroup: string): ReturnType<RolloutCluster["groupOf"]> {
  for (const group of cluster.nodeGroups) {
    for (const member of group.members) {
      const fits = group.naming === "prefix" ? nodeGroup.startsWith(member.name) : nodeGroup === member.name;
      if (fits) {
        return { group: group.name, zone: member.zone, address: `aws_eks_node_group.${member.resourceName}` };
      }
    }
  }
  return { group: nodeGroup, zone: null, address: null };
}
