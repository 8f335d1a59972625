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
  const { versions, compatibility } = await readAddonFacts(first, addons.sort());
  return {
    clusters: facts.map((cluster) => ({ ...cluster, addonCompatibility: compatibility })),
    releases: await readReleases(first, amiTypes.sort(), wanted),
    addonVersions: versions,
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

interface AddonFacts {
  /** The default version: add-on, then minor. */
  readonly versions: FleetFacts["addonVersions"];
  /** Minors that a version works with: add-on, then version. */
  readonly compatibility: NonNullable<ClusterFacts["addonCompatibility"]>;
}

/** What EKS says of these add-ons, for all minors at once. */
async function readAddonFacts(cluster: RolloutCluster, addons: readonly string[]): Promise<AddonFacts> {
  const eks = await cluster.clients.eks();
  const versions: { [addon: string]: { [minor: string]: string } } = {};
  const compatibility: { [addon: string]: { [version: string]: readonly string[] } } = {};
  for (const addonName of addons) {
    const ofMinor: { [minor: string]: string } = {};
    const ofVersion: { [version: string]: readonly string[] } = {};
    let nextToken: string | undefined;
    do {
      const page = await eks.describeAddonVersions({
        addonName,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      nextToken = page.nextToken;
      for (const { addonVersion, compatibilities = [] } of page.addons?.flatMap(
        (addon) => addon.addonVersions ?? [],
      ) ?? []) {
        if (addonVersion === undefined) continue;
        for (const { clusterVersion, defaultVersion } of compatibilities) {
          if (clusterVersion === undefined) continue;
          ofVersion[addonVersion] = [...(ofVersion[addonVersion] ?? []), clusterVersion];
          // EKS lists the newest first; where none is the default, that one is taken.
          if (defaultVersion === true || ofMinor[clusterVersion] === undefined)
            ofMinor[clusterVersion] = addonVersion;
        }
      }
    } while (nextToken !== undefined);
    versions[addonName] = ofMinor;
    compatibility[addonName] = ofVersion;
  }
  return { versions, compatibility };
}
