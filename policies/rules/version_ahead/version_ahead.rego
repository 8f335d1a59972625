# METADATA
# title: Node group ahead of its cluster
# description: |
#   After the plan a node group would run a newer Kubernetes minor version than its cluster. EKS refuses
#   that; the kubelet must never be newer than the API server.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SKEW-002
#   severity: deny
#   recommended_action: |
#     Upgrade the cluster first, then the group.
#   links:
#     - https://kubernetes.io/releases/version-skew-policy/
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
package fleetwright.rules.version_ahead

import data.fleetwright.lib

findings contains lib.joint_finding(cluster, group, ["version"], message) if {
	some [cluster, group, _] in lib.groups
	group.after.minor > cluster.minor_after
	message := sprintf("%s would run Kubernetes %s, newer than its cluster (%s)", [
		group.address,
		group.after.version,
		cluster.version_after,
	])
}
