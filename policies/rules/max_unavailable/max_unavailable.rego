# METADATA
# title: An update may take too many nodes at once
# description: |
#   The group is rolled by this plan, and its update_config lets more than maxUnavailablePercent of its nodes
#   go at the same time. A value as large as the group takes all of them.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SCALE-004
#   severity: deny
#   recommended_action: |
#     Lower max_unavailable, or give a percentage; a group of one or two nodes needs max_unavailable = 1.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
package fleetwright.rules.max_unavailable

import data.fleetwright.lib

# One node at a time is as careful as EKS can be.
findings contains lib.finding_at(cluster, group, ["update_config"], message) if {
	some [cluster, group, limits] in lib.groups
	group.action == "update"
	group.rolls
	taken := at_once(group.after)
	taken > 1
	taken * 100 > group.after.desired * limits.maxUnavailablePercent
	message := sprintf("%s: the update may take %d of %d nodes at once; %d %% are allowed", [
		group.address,
		taken,
		group.after.desired,
		limits.maxUnavailablePercent,
	])
}

at_once(side) := min([side.max_unavailable, side.desired])

at_once(side) := ceil((side.desired * side.max_unavailable_percentage) / 100) if not side.max_unavailable
