import type { Cluster, ComputeConfigResponse, RemoteNetworkConfigResponse } from "@aws-sdk/client-eks";
import { awsError, awsErrorCode } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import type { ReadContext } from "../provider-definition.js";
import type { Schema } from "../schema.js";
import { dataSourceState } from "../state-shape/data-source-state.js";
import { noResult } from "../state-shape/no-result.js";
import { textOf } from "../state-shape/object-fields.js";
import type { Fields } from "../state-shape/state-object.js";
import { tagsOfState } from "../state-shape/tags.js";

const operation = "eks:DescribeCluster";

/** Reads `data.aws_eks_cluster`. */
export async function readEksCluster(
  config: ObjectValue,
  context: ReadContext,
  schema: Schema,
): Promise<ObjectValue> {
  const name = textOf(config, "name") ?? "";
  const doing = `reading EKS Cluster (${name})`;
  const eks = await context.clients.eks();
  try {
    const { cluster } = await eks.describeCluster({ name });
    const tags = tagsOfState(cluster?.tags ?? {}, context.provider, {}).tags_all;
    return dataSourceState(schema, { ...fieldsOf(cluster ?? {}), tags }, config);
  } catch (error) {
    if (awsErrorCode(error) !== "ResourceNotFoundException") throw awsError(error, { operation, doing });
    throw noResult(
      `${doing}: couldn't find resource`,
      operation,
      "Check the cluster's name, and that it exists in this account and region.",
    );
  }
}

function fieldsOf(cluster: Cluster): Fields {
  const { kubernetesNetworkConfig: network, outpostConfig, resourcesVpcConfig: vpc } = cluster;
  return {
    access_config: cluster.accessConfig && [
      {
        authentication_mode: cluster.accessConfig.authenticationMode,
        // EKS tells it only when the cluster is made; the provider then takes its default.
        bootstrap_cluster_creator_admin_permissions:
          cluster.accessConfig.bootstrapClusterCreatorAdminPermissions ?? true,
      },
    ],
    arn: cluster.arn,
    certificate_authority: cluster.certificateAuthority && [{ data: cluster.certificateAuthority.data }],
    // Only clusters on Outposts have an id of their own.
    ...(outpostConfig === undefined ? {} : { cluster_id: cluster.id }),
    compute_config: computeConfig(cluster.computeConfig),
    control_plane_scaling_config: cluster.controlPlaneScalingConfig && [
      { tier: cluster.controlPlaneScalingConfig.tier },
    ],
    deletion_protection: cluster.deletionProtection,
    created_at: cluster.createdAt?.toISOString().replace(/\.\d+Z$/, "Z"),
    enabled_cluster_log_types: (cluster.logging?.clusterLogging ?? []).flatMap((setup) =>
      setup.enabled === true ? (setup.types ?? []) : [],
    ),
    endpoint: cluster.endpoint,
    id: cluster.name,
    identity: cluster.identity && [
      { oidc: cluster.identity.oidc && [{ issuer: cluster.identity.oidc.issuer }] },
    ],
    kubernetes_network_config: network && [
      {
        elastic_load_balancing: network.elasticLoadBalancing && [
          { enabled: network.elasticLoadBalancing.enabled },
        ],
        ip_family: network.ipFamily,
        service_ipv4_cidr: network.serviceIpv4Cidr,
        service_ipv6_cidr: network.serviceIpv6Cidr,
      },
    ],
    name: cluster.name,
    outpost_config: outpostConfig && [
      {
        control_plane_instance_type: outpostConfig.controlPlaneInstanceType,
        control_plane_placement: outpostConfig.controlPlanePlacement && [
          { group_name: outpostConfig.controlPlanePlacement.groupName },
        ],
        outpost_arns: outpostConfig.outpostArns,
      },
    ],
    platform_version: cluster.platformVersion,
    remote_network_config: remoteNetworks(cluster.remoteNetworkConfig),
    role_arn: cluster.roleArn,
    status: cluster.status,
    storage_config: cluster.storageConfig && [
      {
        block_storage: cluster.storageConfig.blockStorage && [
          { enabled: cluster.storageConfig.blockStorage.enabled },
        ],
      },
    ],
    upgrade_policy: cluster.upgradePolicy && [{ support_type: cluster.upgradePolicy.supportType }],
    version: cluster.version,
    vpc_config: vpc && [
      {
        cluster_security_group_id: vpc.clusterSecurityGroupId,
        endpoint_private_access: vpc.endpointPrivateAccess,
        endpoint_public_access: vpc.endpointPublicAccess,
        public_access_cidrs: vpc.publicAccessCidrs,
        security_group_ids: vpc.securityGroupIds,
        subnet_ids: vpc.subnetIds,
        vpc_id: vpc.vpcId,
      },
    ],
    zonal_shift_config: cluster.zonalShiftConfig && [{ enabled: cluster.zonalShiftConfig.enabled }],
  };
}

function computeConfig(config: ComputeConfigResponse | undefined): Fields[] | undefined {
  return (
    config && [{ enabled: config.enabled, node_pools: config.nodePools, node_role_arn: config.nodeRoleArn }]
  );
}

function remoteNetworks(config: RemoteNetworkConfigResponse | undefined): Fields[] | undefined {
  return (
    config && [
      {
        remote_node_networks: (config.remoteNodeNetworks ?? []).map(({ cidrs }) => ({ cidrs })),
        remote_pod_networks: (config.remotePodNetworks ?? []).map(({ cidrs }) => ({ cidrs })),
      },
    ]
  );
}
