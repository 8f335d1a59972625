import { nodeGroup } from "./aws-eks-node-group/index.js";
import { launchTemplate } from "./aws-launch-template/index.js";
import { ami } from "./data-aws-ami/index.js";
import { availabilityZones } from "./data-aws-availability-zones/index.js";
import { callerIdentity } from "./data-aws-caller-identity/index.js";
import { eksCluster } from "./data-aws-eks-cluster/index.js";
import { iamPolicyDocument } from "./data-aws-iam-policy-document/index.js";
import { launchTemplateData } from "./data-aws-launch-template/index.js";
import { partition } from "./data-aws-partition/index.js";
import { region } from "./data-aws-region/index.js";
import { ssmParameter } from "./data-aws-ssm-parameter/index.js";
import { subnet } from "./data-aws-subnet/index.js";
import { subnets } from "./data-aws-subnets/index.js";
import type { DataSource, ProviderRegistry, ResourceType } from "./provider-definition.js";
import { regionalDataSource } from "./region/regional-data-source.js";
import { type ProviderRelease, RELEASE_5_100, releaseHas, releaseText } from "./release/provider-release.js";
import type { ProviderSettings } from "./release/provider-settings.js";

const registries = new Map<string, ProviderRegistry>();

/**
 * The resource types and data sources of `hashicorp/aws` that are known here, as a release of it has them.
 *
 * @param defaultRegion the environment's region, which 6.x writes where a provider block names none
 */
export function providerRegistry(
  release: ProviderRelease = RELEASE_5_100,
  defaultRegion: string | null = null,
): ProviderRegistry {
  const key = `${releaseText(release)} ${defaultRegion ?? ""}`;
  const known = registries.get(key);
  if (known !== undefined) return known;
  const made = makeRegistry(release, { has: releaseHas(release), defaultRegion });
  registries.set(key, made);
  return made;
}

function makeRegistry(release: ProviderRelease, settings: ProviderSettings): ProviderRegistry {
  const types = [nodeGroup(settings), launchTemplate(settings)];
  const inRegion = (source: DataSource): DataSource =>
    settings.has("6.0") ? regionalDataSource(source) : source;
  const sources = [
    inRegion(ssmParameter),
    eksCluster(settings),
    callerIdentity,
    partition,
    region(settings),
    inRegion(subnets),
    inRegion(subnet),
    inRegion(availabilityZones),
    launchTemplateData(settings),
    ami(settings),
    iamPolicyDocument,
  ];
  const resources = new Map<string, ResourceType>(types.map((type) => [type.type, type]));
  const data = new Map<string, DataSource>(sources.map((source) => [source.type, source]));
  return {
    release,
    resourceType: (type) => resources.get(type),
    dataSource: (type) => data.get(type),
  };
}
