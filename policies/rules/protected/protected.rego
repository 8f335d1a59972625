# METADATA
# title: Protected cluster or node group goes away
# description: |
#   The plan deletes or replaces a cluster of protectedClusters, or a node group of protectedGroups.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-OWN-002
#   severity: deny
#   recommended_action: |
#     Leave it, or record a waiver together with its owner.
#   links:
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package fleetwright.rules.protected

import data.fleetwright.lib

findings contains lib.finding(cluster, group, message) if {
	some [cluster, group, _] in lib.groups
	group.protected
	group.action in goes
	message := sprintf("%s is protected, and the plan would %s it", [group.address, group.action])
}

findings contains object.union(lib.cluster_finding(cluster, false, message), lib.place(cluster)) if {
	some cluster in input.clusters
	cluster.protected
	cluster.action in goes
	message := sprintf("%s is protected, and the plan would %s it", [lib.cluster_name(cluster), cluster.action])
}

goes := {"delete", "replace"}
