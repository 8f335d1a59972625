# METADATA
# title: Cluster upgrade before its groups are level
# description: |
#   The plan upgrades a cluster while a node group is not yet on the cluster's present minor version. The
#   group would fall two minor versions behind while the control plane is being upgraded.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SKEW-006
#   severity: deny
#   recommended_action: |
#     Update the lagging groups to the cluster's present version in a plan of their own, then upgrade the
#     cluster.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
#     - https://kubernetes.io/releases/version-skew-policy/
package fleetwright.rules.cluster_before_groups

import data.fleetwright.lib

findings contains finding if {
	some [cluster, group, _] in lib.groups
	cluster.minor_after > cluster.minor_before
	group.before.minor < cluster.minor_before
	group.action != "delete"
	message := sprintf("%s goes up to Kubernetes %s while %s is still on %s, behind the present %s", [
		lib.cluster_name(cluster),
		cluster.version_after,
		group.address,
		group.before.version,
		cluster.version_before,
	])
	finding := object.union(lib.finding_at(cluster, group, ["version"], message), {"standing": false})
}
