/** Something that happens in the world at a later time. Saved with the world, so plain data only. */
export type WorldEvent =
  | { readonly type: "cluster-active"; readonly cluster: string }
  | { readonly type: "cluster-deleted"; readonly cluster: string }
  | { readonly type: "cluster-updated"; readonly update: string; readonly change: ClusterChange }
  | { readonly type: "nodegroup-created"; readonly nodegroup: string }
  | { readonly type: "nodegroup-updated"; readonly update: string }
  | { readonly type: "nodegroup-deleted"; readonly nodegroup: string }
  | { readonly type: "addon-created"; readonly addon: string }
  | { readonly type: "addon-updated"; readonly update: string; readonly change: ClusterChange }
  | { readonly type: "addon-deleted"; readonly addon: string }
  | { readonly type: "fargate-created"; readonly profile: string }
  | { readonly type: "fargate-deleted"; readonly profile: string }
  | { readonly type: "rollout-step"; readonly update: string }
  | { readonly type: "desired-size-seen"; readonly nodegroup: string }
  | { readonly type: "instances-running"; readonly instances: readonly string[] }
  | { readonly type: "instances-ready"; readonly instances: readonly string[] }
  | { readonly type: "instances-terminated"; readonly instances: readonly string[] }
  | { readonly type: "node-repair"; readonly instance: string }
  | { readonly type: "kubernetes-sync"; readonly cluster: string }
  | { readonly type: "instances-forgotten"; readonly instances: readonly string[] };

/** What a cluster update changes once it is done: members of the cluster's record. */
export type ClusterChange = Readonly<Record<string, unknown>>;

export interface TimerRecord {
  readonly id: number;
  readonly at: number;
  readonly event: WorldEvent;
}
