import { literal } from "./literal.js";
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
 * The lines of generated user data, each either literal text or literal text that ends in a reference.
 * Labels and taints are left to EKS: in user data a changed label would roll every node.
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
  return [
    literal(mimeHead("application/node.eks.aws")),
    literal("apiVersion: node.eks.aws/v1alpha1\nkind: NodeConfig\nspec:\n  cluster:"),
    `    name: ${cluster.name}`,
    `    apiServerEndpoint: ${cluster.endpoint}`,
    `    certificateAuthority: ${cluster.certificateAuthority}`,
    `    cidr: ${cluster.serviceCidr}`,
    ...(maxPods === undefined ? [] : [literal(`  kubelet:\n    config:\n      maxPods: ${maxPods}`)]),
    literal(mimeTail),
  ];
}

function bottlerocketSettings(cluster: ClusterConnection, maxPods: number | undefined): string[] {
  return [
    literal("[settings.kubernetes]"),
    `cluster-name = '${cluster.name}'`,
    `api-server = '${cluster.endpoint}'`,
    `cluster-certificate = '${cluster.certificateAuthority}'`,
    ...(maxPods === undefined ? [] : [literal(`max-pods = ${maxPods}`)]),
    "",
  ];
}

function bootstrapScript(cluster: ClusterConnection, maxPods: number | undefined): string[] {
  return [
    literal("#!/bin/bash\nset -euo pipefail\n/etc/eks/bootstrap.sh \\"),
    `  '${cluster.name}' ${continued}`,
    `  --apiserver-endpoint '${cluster.endpoint}' ${continued}`,
    ...(maxPods === undefined
      ? []
      : [literal(`  --use-max-pods false --kubelet-extra-args '--max-pods=${maxPods}' \\`)]),
    `  --b64-cluster-ca '${cluster.certificateAuthority}'`,
    "",
  ];
}

/** A backslash at a line's end, as Terraform's quoted strings want it. */
const continued = "\\\\";
