import { kubernetesPath } from "../kubernetes/kubernetes-api.js";
import type { Answer, Call } from "../protocol/call.js";
import type { ClusterRecord } from "../world/records.js";

const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

export function clusterArn(cluster: Pick<ClusterRecord, "account" | "region" | "name">): string {
  return `arn:aws:eks:${cluster.region}:${cluster.account}:cluster/${cluster.name}`;
}

/** A cluster as EKS shows it. While it is being created it has neither endpoint nor certificate. */
export function clusterView(call: Call, cluster: ClusterRecord): Answer {
  const created = cluster.status !== "CREATING";
  const disabled = LOG_TYPES.filter((type) => !cluster.enabledLogTypes.includes(type));
  return {
    name: cluster.name,
    arn: clusterArn(cluster),
    createdAt: cluster.createdAt / 1000,
    version: cluster.version,
    endpoint: created ? clusterEndpoint(call, cluster) : undefined,
    roleArn: cluster.roleArn,
    resourcesVpcConfig: {
      subnetIds: cluster.subnetIds,
      securityGroupIds: cluster.securityGroupIds,
      clusterSecurityGroupId: cluster.clusterSecurityGroupId,
      vpcId: cluster.vpcId,
      endpointPublicAccess: cluster.endpointPublicAccess,
      endpointPrivateAccess: cluster.endpointPrivateAccess,
      publicAccessCidrs: cluster.publicAccessCidrs,
    },
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: cluster.serviceIpv4Cidr,
      ipFamily: cluster.ipFamily,
      elasticLoadBalancing: { enabled: false },
    },
    logging: {
      clusterLogging: [
        ...(cluster.enabledLogTypes.length > 0 ? [{ types: cluster.enabledLogTypes, enabled: true }] : []),
        ...(disabled.length > 0 ? [{ types: disabled, enabled: false }] : []),
      ],
    },
    identity: {
      oidc: { issuer: `https://oidc.eks.${cluster.region}.amazonaws.com/id/${cluster.oidcId}` },
    },
    status: cluster.status,
    certificateAuthority: created ? { data: call.certificateAuthority } : {},
    clientRequestToken: cluster.clientRequestToken,
    platformVersion: cluster.platformVersion,
    tags: cluster.tags,
    health: { issues: cluster.issues.map((issue) => ({ ...issue })) },
    accessConfig: { authenticationMode: cluster.authenticationMode },
    upgradePolicy: { supportType: cluster.supportType },
    deletionProtection: cluster.deletionProtection,
    ...(cluster.zonalShift === undefined ? {} : { zonalShiftConfig: { enabled: cluster.zonalShift } }),
    ...jsonMembers(cluster.extra),
    ...jsonMembers(cluster.asGiven ?? {}),
  };
}

/** The cluster's Kubernetes API, on the sandbox's own port over TLS. */
export function clusterEndpoint(call: Call, cluster: ClusterRecord): string {
  return `${call.url.replace(/^http:/, "https:")}${kubernetesPath(cluster)}`;
}

function jsonMembers(members: Readonly<Record<string, unknown>>): Answer {
  // These members were JSON when they came in and go out as they are.
  return JSON.parse(JSON.stringify(members));
}
