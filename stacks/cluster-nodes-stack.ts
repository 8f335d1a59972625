import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster/index.js";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider/index.js";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type ClusterConnection, ZonalNodeGroup } from "../modules/constructs/index.js";
import type { Backend, Cluster } from "../modules/fleet/index.js";
import { addBackend } from "./add-backend.js";
import { literalMap } from "./literal-map.js";
import { nodeGroupProps } from "./node-group-props.js";
import { providerVersion } from "./provider-version.js";

export interface ClusterNodesStackProps {
  readonly cluster: Cluster;
  readonly backend: Backend;
}

/** The node groups of one cluster that exists already. The stack is named after the cluster. */
export class ClusterNodesStack extends TerraformStack {
  constructor(scope: Construct, { cluster, backend }: ClusterNodesStackProps) {
    super(scope, cluster.name);
    addBackend(this, backend);
    addProvider(this, cluster);
    const live = new DataAwsEksCluster(this, "cluster", { name: cluster.name });
    const connection: ClusterConnection = {
      name: live.name,
      endpoint: live.endpoint,
      certificateAuthority: live.certificateAuthority.get(0).data,
      serviceCidr: live.kubernetesNetworkConfig.get(0).serviceIpv4Cidr,
    };
    for (const group of cluster.nodeGroups) {
      new ZonalNodeGroup(this, group.name, nodeGroupProps(this, cluster, group, connection));
    }
  }
}

function addProvider(stack: TerraformStack, cluster: Cluster): void {
  const { assumeRole } = cluster;
  const tags = literalMap(cluster.tags);
  new AwsProvider(stack, "aws", {
    region: cluster.region,
    // A mix-up of credentials must not touch another account's cluster of the same name.
    allowedAccountIds: [cluster.account],
    ...(Object.keys(tags).length === 0 ? {} : { defaultTags: [{ tags }] }),
    ...(assumeRole === null
      ? {}
      : {
          assumeRole: [
            {
              roleArn: assumeRole.roleArn,
              ...(assumeRole.externalId === null ? {} : { externalId: assumeRole.externalId }),
              ...(assumeRole.sessionName === null ? {} : { sessionName: assumeRole.sessionName }),
            },
          ],
        }),
  });
  // The bindings pin the version that they were made from; most stacks need no more than 5.100.
  stack.addOverride("terraform.required_providers.aws", {
    source: "hashicorp/aws",
    version: providerVersion(cluster),
  });
}
