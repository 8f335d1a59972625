import type { EKS } from "@aws-sdk/client-eks";
import type { LimitFunction } from "p-limit";
import type { AwsClients } from "../../aws/index.js";
import type { ClusterQuestions, LiveCluster, LiveFacts, LiveNodeGroup } from "../../policy/index.js";
import { addonVersionReader, installedAddons } from "./addon-facts.js";
import { kubernetesFacts } from "./kubernetes-facts.js";
import type { LiveFactsOptions } from "./live-facts.js";
import { mergedGroups } from "./merged-live-facts.js";
import { readOrLeave } from "./read-or-leave.js";

/** What is live of clusters, as far as the rules ask for it; by `region/name`. */
export async function clusterFacts(
  clients: AwsClients,
  questions: ReadonlyMap<string, ClusterQuestions>,
  limit: LimitFunction,
  options: LiveFactsOptions,
): Promise<NonNullable<LiveFacts["clusters"]>> {
  const eks = await clients.eks();
  const addonVersions = addonVersionReader(eks);
  const read = [...questions].map(([name, asked]) =>
    limit(async (): Promise<[string, LiveCluster]> => {
      const addons = asked.installedAddons ? await installedAddons(eks, name) : {};
      const wanted = new Set([...asked.addons, ...Object.keys(addons)]);
      const look = options.kubernetes === true && asked.disruptions;
      const seen = look ? await kubernetesFacts(eks, name, clients.target.region) : {};
      const nodeGroups = asked.groups.size === 0 ? {} : await groups(eks, name, asked.groups);
      const facts: LiveCluster = {
        ...seen,
        ...(asked.version ? await versionAndStatus(eks, name) : {}),
        ...(asked.groupNames ? await groupNames(eks, name) : {}),
        nodeGroups: mergedGroups(
          seen.disruptionBudgets === undefined ? {} : unblocked(asked.changed),
          mergedGroups(seen.nodeGroups, nodeGroups),
        ),
        ...(asked.installedAddons ? { addons } : {}),
        ...(wanted.size === 0 ? {} : { addonCompatibility: await addonVersions(wanted) }),
      };
      return [`${clients.target.region}/${name}`, facts];
    }),
  );
  return Object.fromEntries(await Promise.all(read));
}

async function versionAndStatus(eks: EKS, name: string): Promise<Pick<LiveCluster, "version" | "status">> {
  const answer = await readOrLeave("eks:DescribeCluster", () => eks.describeCluster({ name }));
  const { version, status } = answer?.cluster ?? {};
  return { ...(version === undefined ? {} : { version }), ...(status === undefined ? {} : { status }) };
}

async function groupNames(eks: EKS, clusterName: string): Promise<Pick<LiveCluster, "nodeGroupNames">> {
  const names = await readOrLeave("eks:ListNodegroups", async () => {
    const found: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await eks.listNodegroups({
        clusterName,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      found.push(...(page.nodegroups ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return found;
  });
  return names === null ? {} : { nodeGroupNames: names };
}

async function groups(
  eks: EKS,
  clusterName: string,
  names: ReadonlySet<string>,
): Promise<{ readonly [name: string]: LiveNodeGroup }> {
  const read = [...names].map(async (name): Promise<[string, LiveNodeGroup][]> => {
    const answer = await readOrLeave("eks:DescribeNodegroup", () =>
      eks.describeNodegroup({ clusterName, nodegroupName: name }),
    );
    const { status, health } = answer?.nodegroup ?? {};
    if (status === undefined) return [];
    const update = status === "UPDATING" ? await runningUpdate(eks, clusterName, name) : null;
    const healthIssues = (health?.issues ?? []).map(({ code = "Unknown", message = "" }) => ({
      code,
      message,
    }));
    return [[name, { status, healthIssues, ...(update === null ? {} : { runningUpdate: update }) }]];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

/** Where budgets have been looked at, a group that none of them blocks is known to be free. */
function unblocked(names: ReadonlySet<string>): { readonly [name: string]: LiveNodeGroup } {
  return Object.fromEntries([...names].map((name) => [name, { blockingBudgets: [] }]));
}

/** Finished updates are listed for a while too; EKS gives no order, and the newest have been seen last. */
async function runningUpdate(
  eks: EKS,
  name: string,
  nodegroupName: string,
): Promise<NonNullable<LiveNodeGroup["runningUpdate"]> | null> {
  return readOrLeave("eks:ListUpdates", async () => {
    const { updateIds = [] } = await eks.listUpdates({ name, nodegroupName });
    for (const updateId of updateIds.reverse()) {
      const { update } = await eks.describeUpdate({ name, nodegroupName, updateId });
      if (update?.status === "InProgress") return { type: update.type ?? "update", id: updateId };
    }
    return null;
  });
}
