import type { ClusterRecord } from "../world/records.js";
import { kubernetesPath, kubernetesToken } from "./kubernetes-api.js";

/**
 * A kubeconfig with a context for each cluster, named by the cluster's ARN as `aws eks update-kubeconfig` does.
 * JSON, which kubectl reads as the YAML that it is too.
 */
export function kubeconfigOf(
  clusters: readonly ClusterRecord[],
  url: string,
  certificateAuthority: string,
): string {
  const server = url.replace(/^http:/, "https:");
  const named = clusters.map((cluster) => ({
    name: `arn:aws:eks:${cluster.region}:${cluster.account}:cluster/${cluster.name}`,
    cluster,
  }));
  return JSON.stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      "current-context": named[0]?.name ?? "",
      clusters: named.map(({ name, cluster }) => ({
        name,
        cluster: {
          server: `${server}${kubernetesPath(cluster)}`,
          "certificate-authority-data": certificateAuthority,
        },
      })),
      users: named.map(({ name, cluster }) => ({ name, user: { token: kubernetesToken(cluster) } })),
      contexts: named.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    },
    undefined,
    2,
  );
}
