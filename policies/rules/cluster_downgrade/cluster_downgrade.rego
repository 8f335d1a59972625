# METADATA
# title: Cluster version goes back
# description: |
#   The plan moves a cluster to an older Kubernetes minor version. EKS refuses it; with Terraform the attempt
#   fails at apply.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SKEW-007
#   severity: deny
#   recommended_action: |
#     Keep the version. To run an older one, create another cluster.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
package fleetwright.rules.cluster_downgrade

import data.fleetwright.lib

findings contains object.union(lib.cluster_finding(cluster, false, message), place) if {
	some cluster in input.clusters
	cluster.action == "update"
	cluster.minor_after < cluster.minor_before
	message := sprintf("%s would go back from Kubernetes %s to %s, which EKS refuses", [
		lib.cluster_name(cluster),
		cluster.version_before,
		cluster.version_after,
	])
	place := {"stack": cluster.stack, "address": cluster.address, "attribute": ["version"]}
}
