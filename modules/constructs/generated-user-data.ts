import { isReference, literal } from "./literal.js";
import { mimeHead, mimeTail } from "./mime.js";

/** How a node reaches its cluster: references or literals, e.g. of `data.aws_eks_cluster`. */
export interface ClusterConnection {
  readonly name: string;
  readonly endpoint: string;
  /** The certificate authority's data, base64 as EKS gives it. */
  readonly certificateAuthority: string;
  /** CIDR of the cluster's service addresses. */
  readonly serviceCidr: string;
}

/**
 * The parts of generated user data, to be joined without anything between them: literal text and references in
 * turn. Labels and taints are left to EKS: in user data a changed label would roll every node.
 */
export function generatedUserData(
  bootstrap: "nodeadm" | "bottlerocket" | "bootstrap.sh",
  cluster: ClusterConnection,
  maxPods: number | undefined,
): string[] {
  switch (bootstrap) {
    case "nodeadm":
      return nodeConfig(cluster, maxPods);
    case "bottlerocket":
      return bottlerocketSettings(cluster, maxPods);
    case "bootstrap.sh":
      return bootstrapScript(cluster, maxPods);
  }
}

function nodeConfig(cluster: ClusterConnection, maxPods: number | undefined): string[] {
  const kubelet = maxPods === undefined ? "" : `  kubelet:\n    config:\n      maxPods: ${maxPods}\n`;
  return parts`${mimeHead("application/node.eks.aws")}
apiVersion: node.eks.aws/v1alpha1
kind: NodeConfig
spec:
  cluster:
    name: ${cluster.name}
    apiServerEndpoint: ${cluster.endpoint}
    certificateAuthority: ${cluster.certificateAuthority}
    cidr: ${cluster.serviceCidr}
${kubelet}${mimeTail}`;
}

function bottlerocketSettings(cluster: ClusterConnection, maxPods: number | undefined): string[] {
  return parts`[settings.kubernetes]
cluster-name = '${cluster.name}'
api-server = '${cluster.endpoint}'
cluster-certificate = '${cluster.certificateAuthority}'
${maxPods === undefined ? "" : `max-pods = ${maxPods}\n`}`;
}

function bootstrapScript(cluster: ClusterConnection, maxPods: number | undefined): string[] {
  const limit = `  --use-max-pods false --kubelet-extra-args '--max-pods=${maxPods}' \\\n`;
  return parts`#!/bin/bash
set -euo pipefail
/etc/eks/bootstrap.sh \\
  '${cluster.name}' \\
  --apiserver-endpoint '${cluster.endpoint}' \\
${maxPods === undefined ? "" : limit}  --b64-cluster-ca '${cluster.certificateAuthority}'
`;
}

/**
 * Text with values in it as a list of its parts. CDKTF cannot escape a string that holds text and references
 * together, so each of them stands on its own; texts that meet are one.
 */
function parts(texts: TemplateStringsArray, ...values: readonly string[]): string[] {
  const list: string[] = [];
  let text = "";
  for (const [index, piece] of texts.entries()) {
    text += piece;
    const value = values[index] ?? "";
    if (!isReference(value)) {
      text += value;
      continue;
    }
    list.push(literal(text), value);
    text = "";
  }
  return text === "" ? list : [...list, literal(text)];
}
