# METADATA
# title: Node group or cluster is deleted
# description: |
#   The plan deletes a node group or a cluster, and allowDeletions is false. Where deletions are allowed, the
#   rule only informs, so that none goes unseen.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-OWN-003
#   severity: deny
#   recommended_action: |
#     Check that this is meant. Where it is, record a waiver, or set allowDeletions for the cluster.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
package fleetwright.rules.deletion

import data.fleetwright.lib

findings contains object.union(lib.finding(cluster, group, message), severity(limits)) if {
	some [cluster, group, limits] in lib.groups
	group.action == "delete"
	message := sprintf("%s is deleted%s", [group.address, nodes(group)])
}

findings contains finding if {
	some cluster in input.clusters
	cluster.action == "delete"
	message := sprintf("cluster %s is deleted", [lib.cluster_name(cluster)])
	finding := object.union_n([
		lib.cluster_finding(cluster, false, message),
		lib.place(cluster),
		severity(lib.limits(cluster)),
	])
}

severity(limits) := {"severity": "info"} if limits.allowDeletions

severity(limits) := {} if not limits.allowDeletions

nodes(group) := sprintf(", with %s", [lib.plural(group.before.desired, "node", "nodes")])

nodes(group) := "" if not group.before.desired
