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

const resourceTypes = [nodeGroup, launchTemplate];
const dataSources = [
  ssmParameter,
  eksCluster,
  callerIdentity,
  partition,
  region,
  subnets,
  subnet,
  availabilityZones,
  launchTemplateData,
  ami,
  iamPolicyDocument,
];

/** The resource types and data sources of `hashicorp/aws` that are known here. */
export function providerRegistry(): ProviderRegistry {
  const resources = new Map<string, ResourceType>(resourceTypes.map((type) => [type.type, type]));
  const data = new Map<string, DataSource>(dataSources.map((source) => [source.type, source]));
  return {
    resourceType: (type) => resources.get(type),
    dataSource: (type) => data.get(type),
  };
}
