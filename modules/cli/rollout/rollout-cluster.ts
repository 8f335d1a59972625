import type { AwsClients } from "../../aws/index.js";

/** A cluster that rollouts may touch, and the way to its account and region. */
export interface RolloutCluster {
  readonly name: string;
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  readonly labels: { readonly [key: string]: string };
  readonly clients: AwsClients;
  /** By EKS's name of a node group: how the fleet file calls it, and where its stack holds it. */
  groupOf(nodeGroup: string): {
    readonly group: string;
    readonly zone: string | null;
    readonly address: string | null;
  };
}
