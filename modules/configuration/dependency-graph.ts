/**
 * What depends on what in a configuration. Nodes are resource addresses, `local.x`, `var.x`, `output.x`,
 * `provider.aws.west` and `check.x`.
 */
export interface DependencyGraph {
  /** Every node, dependencies before dependants; independent nodes in name order. */
  readonly order: readonly string[];
  /** Direct dependencies of a node, `depends_on` and the resource's provider included. */
  dependencies(node: string): ReadonlySet<string>;
  /**
   * The resources (managed and data) on which a node depends directly, seen through locals and the
   * provider's configuration: what Terraform stores as `dependencies`, before the transitive closure.
   */
  resourceDependencies(node: string): ReadonlySet<string>;
  /** All managed and data resources on which a node depends, transitively, sorted by address. */
  transitiveResourceDependencies(node: string): readonly string[];
  /** Resources that refer directly to the node (seen through locals). */
  resourceDependants(node: string): ReadonlySet<string>;
}
