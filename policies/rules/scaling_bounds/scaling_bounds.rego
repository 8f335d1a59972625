# METADATA
# title: Desired size outside its bounds
# description: |
#   min_size ≤ desired_size ≤ max_size does not hold after the plan. EKS refuses such a scaling configuration
#   at apply; Terraform's provider does not check it.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SCALE-001
#   severity: deny
#   recommended_action: |
#     Put the desired size between min_size and max_size.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
package fleetwright.rules.scaling_bounds

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["scaling_config", 0, "min_size"], message) if {
	some [cluster, group, _] in lib.groups
	group.after.min > group.after.max
	message := sprintf("%s: min_size %d is over max_size %d", [
		group.address,
		group.after.min,
		group.after.max,
	])
}

findings contains lib.finding_at(cluster, group, ["scaling_config", 0, "desired_size"], message) if {
	some [cluster, group, _] in lib.groups
	outside(group.after)
	group.after.min <= group.after.max

	# A live desired size that ignore_changes keeps is another trap, with another way out.
	not group.configured_desired
	message := sprintf("%s: desired_size %d is not between min_size %d and max_size %d", [
		group.address,
		group.after.desired,
		group.after.min,
		group.after.max,
	])
}

outside(side) if side.desired < side.min

outside(side) if side.desired > side.max
