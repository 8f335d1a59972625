import pLimit from "p-limit";
import type { ClusterFacts, FleetFacts } from "../../rollout/index.js";
import type { KubernetesReader } from "./kubernetes-reader.js";
import { readClusterFacts } from "./read-cluster-facts.js";
import { releaseParameter } from "./release-parameter.js";
import type { RolloutCluster } from "./rollout-cluster.js";

/**
 * What a rollout is planned from. `minors`: the Kubernetes minors that clusters may get; their newest AMI releases
 * and add-on versions are looked up, once for each region.
 */
export async function readFleetFacts(
  clusters: readonly RolloutCluster[],
  minors: (facts: readonly ClusterFacts[]) => readonly string[],
  kubernetes?: Pick<KubernetesReader, "disruptions">,
): Promise<FleetFacts> {
  const limit = pLimit(32);
  const read = async (cluster: RolloutCluster): Promise<ClusterFacts> => {
    const [known, disruptions] = await Promise.all([
      readClusterFacts(cluster),
      kubernetes?.disruptions(cluster) ?? null,
    ]);
    return disruptions === null ? known : { ...known, disruptions };
  };
  const facts = await Promise.all(clusters.map((cluster) => limit(() => read(cluster))));
  const wanted = minors(facts);
  const [first] = clusters;
  if (first === undefined) return { clusters: [], releases: {}, addonVersions: {} };
  const amiTypes = [...new Set(facts.flatMap(({ nodeGroups }) => nodeGroups.map(({ amiType }) => amiType)))];
  const addons = [...new Set(facts.flatMap((cluster) => cluster.addons.map(({ name }) => name)))];
  return {
    clusters: facts,
    releases: await readReleases(first, amiTypes.sort(), wanted),
    addonVersions: await readAddonVersions(first, addons.sort(), wanted),
  };
}

/** AMI releases are published to all regions; a region that lags is told by EKS at the step. */
async function readReleases(
  cluster: RolloutCluster,
  amiTypes: readonly string[],
  minors: readonly string[],
): Promise<FleetFacts["releases"]> {
  const ssm = await cluster.clients.ssm();
  const wanted = amiTypes.flatMap((amiType) =>
    minors.flatMap((minor) => {
      const parameter = releaseParameter(amiType, minor);
      return parameter === null ? [] : [{ amiType, minor, parameter }];
    }),
  );
  const releases: { [amiType: string]: { [minor: string]: string } } = {};
  for (let index = 0; index < wanted.length; index += 10) {
    const page = wanted.slice(index, index + 10);
    const { Parameters = [] } = await ssm.getParameters({ Names: page.map(({ parameter }) => parameter) });
    const values = new Map(Parameters.map(({ Name, Value }) => [Name, Value]));
    for (const { amiType, minor, parameter } of page) {
      const value = values.get(parameter);
      if (value !== undefined) releases[amiType] = { ...releases[amiType], [minor]: value };
    }
  }
  return releases;
}

/** The default version of each add-on for each minor. */
async function readAddonVersions(
  cluster: RolloutCluster,
  addons: readonly string[],
  minors: readonly string[],
): Promise<FleetFacts["addonVersions"]> {
  const eks = await cluster.clients.eks();
  const versions: { [addon: string]: { [minor: string]: string } } = {};
  for (const addonName of addons) {
    for (const kubernetesVersion of minors) {
      const answer = await eks.describeAddonVersions({ addonName, kubernetesVersion });
      const candidates = answer.addons?.flatMap(({ addonVersions = [] }) => addonVersions) ?? [];
      const fitting = candidates.find(({ compatibilities = [] }) =>
        compatibilities.some(
          (entry) => entry.clusterVersion === kubernetesVersion && entry.defaultVersion === true,
        ),
      );
      const version = (fitting ?? candidates[0])?.addonVersion;
      if (version !== undefined)
        versions[addonName] = { ...versions[addonName], [kubernetesVersion]: version };
    }
  }
  return versions;
}
