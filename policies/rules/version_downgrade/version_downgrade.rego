# METADATA
# title: Node group version goes back
# description: |
#   The plan moves a node group to an older Kubernetes minor version. EKS has no way back: the update is
#   refused at apply.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SKEW-003
#   severity: deny
#   recommended_action: |
#     Keep the version, or create a new group with the older version beside this one, as far as the cluster
#     allows it.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
package fleetwright.rules.version_downgrade

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["version"], message) if {
	some [cluster, group, _] in lib.groups
	group.action == "update"
	group.after.minor < group.before.minor
	message := sprintf("%s would go back from Kubernetes %s to %s, which EKS refuses", [
		group.address,
		group.before.version,
		group.after.version,
	])
}
