import { type AwsCredentials, eksToken } from "./eks-token.js";
import type { KubernetesAccess } from "./kubernetes-access.js";
import { kubernetesError } from "./kubernetes-problem.js";

/** As DescribeCluster tells it. */
export interface EksCluster {
  readonly name: string;
  readonly region: string;
  readonly endpoint: string;
  /** Base64 of a PEM: `certificateAuthority.data`. */
  readonly certificateAuthority: string;
  credentials(): Promise<AwsCredentials>;
}

/** A token is taken for 15 minutes; we ask for the next one before. */
const tokenLife = 12 * 60_000;

/** The way to an EKS cluster's API with nothing but AWS credentials. Throws where EKS gives no endpoint, as while it is made. */
export function eksAccess(cluster: EksCluster): KubernetesAccess {
  const { name, region, endpoint } = cluster;
  if (endpoint === "") throw kubernetesError("unreachable", `Cluster ${name} has no endpoint yet`);
  return {
    server: endpoint,
    certificateAuthority: Buffer.from(cluster.certificateAuthority, "base64").toString("utf8"),
    serverName: null,
    insecure: false,
    credential: async () => ({
      token: await eksToken({ cluster: name, region, credentials: await cluster.credentials() }),
      certificate: null,
      expiresAt: Date.now() + tokenLife,
    }),
  };
}
