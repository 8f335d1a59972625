# METADATA
# title: AMI release goes back
# description: |
#   The plan moves a node group to an older release of its AMI family. EKS does not roll a group back to an
#   earlier release version: the update is refused at apply.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SKEW-004
#   severity: deny
#   recommended_action: |
#     Keep the release version, or roll forward to a newer one that has what you miss.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
package fleetwright.rules.release_downgrade

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["release_version"], message) if {
	some [cluster, group, _] in lib.groups
	group.action == "update"
	group.after.ami_type == group.before.ami_type
	group.after.release_rank < group.before.release_rank

	# An older minor version is a finding of its own.
	group.after.minor >= group.before.minor
	message := sprintf("%s would go back from AMI release %s to %s, which EKS refuses", [
		group.address,
		group.before.release_version,
		group.after.release_version,
	])
}
