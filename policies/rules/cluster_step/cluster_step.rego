# METADATA
# title: Cluster goes up more than one minor version
# description: |
#   The plan upgrades a cluster by more minor versions than maxClusterMinorStep. EKS upgrades a control plane
#   by one minor version at a time and refuses more.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SKEW-005
#   severity: deny
#   recommended_action: |
#     Go up one minor version, bring every node group level, then take the next.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
package fleetwright.rules.cluster_step

import data.fleetwright.lib

findings contains object.union(lib.cluster_finding(cluster, false, message), place) if {
	some cluster in input.clusters
	step := cluster.minor_after - cluster.minor_before
	step > lib.limits(cluster).maxClusterMinorStep
	message := sprintf("%s would go up from Kubernetes %s to %s: %s in one plan", [
		lib.cluster_name(cluster),
		cluster.version_before,
		cluster.version_after,
		lib.plural(step, "minor version", "minor versions"),
	])
	place := {"stack": cluster.stack, "address": cluster.address, "attribute": ["version"]}
}
