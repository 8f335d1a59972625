import type { EKS } from "@aws-sdk/client-eks";
import type { LimitFunction } from "p-limit";
import type { AwsClients } from "../../aws/index.js";
import type { ClusterQuestions, LiveCluster, LiveFacts, LiveNodeGroup } from "../../policy/index.js";
import { addonVersionReader, installedAddons } from "./addon-facts.js";
import { readOrLeave } from "./read-or-leave.js";

/** What is live of clusters, as far as the rules ask for it; by `region/name`. */
export async function clusterFacts(
  clients: AwsClients,
  questions: ReadonlyMap<string, ClusterQuestions>,
  limit: LimitFunction,
): Promise<NonNullable<LiveFacts["clusters"]>> {
  const eks = await clients.eks();
  const addonVersions = addonVersionReader(eks);
  const read = [...questions].map(([name, asked]) =>
    limit(async (): Promise<[string, LiveCluster]> => {
      const addons = asked.installedAddons ? await installedAddons(eks, name) : {};
      const wanted = new Set([...asked.addons, ...Object.keys(addons)]);
      const facts: LiveCluster = {
        ...(asked.version ? await versionAndStatus(eks, name) : {}),
        ...(asked.groupNames ? await groupNames(eks, name) : {}),
        ...(asked.groups.size === 0 ? {} : { nodeGroups: await groups(eks, name, asked.groups) }),
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
