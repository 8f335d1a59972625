# METADATA
# title: Ignored desired size falls outside the new bounds
# description: |
#   The group's desired_size is under ignore_changes, so that the autoscaler may own it, and the live value
#   falls outside the min_size and max_size that the plan sets. Terraform sends all three sizes together, the
#   live desired size among them, and EKS refuses the call. Fleetwright's own deploy sends the nearest
#   allowed value instead: there the rule only warns.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SCALE-002
#   severity: deny
#   recommended_action: |
#     Deploy with Fleetwright, or first bring the live desired size between the new bounds, then change
#     min_size or max_size.
#   links:
#     - https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2961
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#ignore_changes
package fleetwright.rules.ignored_desired_size

import data.fleetwright.lib

findings contains finding if {
	some [cluster, group, _] in lib.groups
	group.configured_desired
	outside(group.after)
	group.after.min <= group.after.max
	not group.clamped_desired
	message := sprintf(
		"%s: the live desired_size %d, kept by ignore_changes, is not between min_size %d and max_size %d",
		[group.address, group.after.desired, group.after.min, group.after.max],
	)
	finding := lib.finding_at(cluster, group, ["scaling_config", 0, bound(group.after)], message)
}

findings contains finding if {
	some [cluster, group, _] in lib.groups
	group.configured_desired
	group.clamped_desired != group.after.desired
	message := sprintf(
		"%s: the live desired_size %d, kept by ignore_changes, is not between min_size %d and max_size %d; deploy will send %d",
		[group.address, group.after.desired, group.after.min, group.after.max, group.clamped_desired],
	)
	finding := object.union(
		lib.finding_at(cluster, group, ["scaling_config", 0, bound(group.after)], message),
		{"severity": "warn"},
	)
}

outside(side) if side.desired < side.min

outside(side) if side.desired > side.max

bound(side) := "min_size" if side.desired < side.min

bound(side) := "max_size" if side.desired >= side.min
