# METADATA
# title: Update in progress
# description: |
#   EKS is working on an update of a node group or a cluster that the plan changes or removes. EKS takes one
#   update at a time and refuses the next with 409 ResourceInUseException.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-HEALTH-002
#   severity: deny
#   recommended_action: |
#     Wait for the update to end, then plan again.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
package fleetwright.rules.update_in_progress

import data.fleetwright.lib

findings contains lib.finding(cluster, group, message) if {
	some [cluster, group, _] in lib.groups
	group.update_in_progress
	group.action in {"update", "replace", "delete"}
	message := sprintf("EKS is working on an update of %s%s; it refuses another one until that ends", [
		group.address,
		named(group),
	])
}

findings contains finding if {
	some cluster in input.clusters
	cluster.status == "UPDATING"
	cluster.action in {"update", "replace", "delete"}
	message := sprintf("EKS is working on an update of %s; it refuses another one until that ends", [lib.cluster_name(cluster)])
	finding := object.union(lib.cluster_finding(cluster, false, message), lib.place(cluster))
}

undecided contains lib.undecided(cluster, group, "its status is not known: needs live facts") if {
	some [cluster, group, _] in lib.groups
	group.action in {"update", "replace", "delete"}
	not group.status
}

undecided contains object.union(lib.cluster_undecided(cluster, reason), lib.place(cluster)) if {
	some cluster in input.clusters
	cluster.action in {"update", "replace", "delete"}
	not cluster.status
	reason := "its status is not known: needs live facts"
}

named(group) := sprintf(" (%s)", [group.running_update])

named(group) := "" if not group.running_update
