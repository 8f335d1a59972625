# METADATA
# title: Node group too far behind its cluster
# description: |
#   After the plan a node group runs a Kubernetes minor version that is further behind its cluster than
#   maxSkewMinors allows. The kubelet is only supported within that distance of the API server, and a cluster
#   whose groups lag cannot go up again. A group that lags already and that the plan leaves alone, on a
#   cluster that the plan leaves alone, is shown but does not deny.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SKEW-001
#   severity: deny
#   recommended_action: |
#     Set the group's version to the cluster's; a managed node group goes there in one step.
#   links:
#     - https://kubernetes.io/releases/version-skew-policy/
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
package fleetwright.rules.version_skew

import data.fleetwright.lib

findings contains lib.joint_finding(cluster, group, ["version"], message) if {
	some [cluster, group, limits] in lib.groups
	behind := cluster.minor_after - group.after.minor
	behind > limits.maxSkewMinors
	message := sprintf("%s will run Kubernetes %s, %s behind its cluster (%s); %s allowed", [
		group.address,
		group.after.version,
		lib.plural(behind, "minor version", "minor versions"),
		cluster.version_after,
		lib.plural(limits.maxSkewMinors, "is", "are"),
	])
}

undecided contains lib.cluster_undecided(cluster, "the cluster's version is not known") if {
	some [cluster, group, _] in lib.groups
	group.after
	not group.follows_cluster
	not cluster.minor_after
}

undecided contains lib.undecided(cluster, group, "the group's version is only known after apply") if {
	some [cluster, group, _] in lib.groups
	group.after
	cluster.minor_after
	not group.after.minor
}
