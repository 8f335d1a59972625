# METADATA
# title: Spot group with too few instance types
# description: |
#   A spot node group has fewer instance types than minSpotInstanceTypes. When the one pool runs dry, the
#   group gets no nodes, and an update of it fails.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-CAPACITY-002
#   severity: warn
#   recommended_action: |
#     Give several instance types of the same size, also of other families and generations.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/best-practices/cost-opt-compute.html
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
package fleetwright.rules.spot_diversity

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["instance_types"], message) if {
	some [cluster, group, limits] in lib.groups
	group.after.capacity_type == "SPOT"
	count(group.after.instance_types) < limits.minSpotInstanceTypes
	count(group.after.instance_types) > 0
	message := sprintf("%s is a spot group with %s (%s); it needs %d", [
		group.address,
		lib.plural(count(group.after.instance_types), "instance type", "instance types"),
		concat(", ", group.after.instance_types),
		limits.minSpotInstanceTypes,
	])
}

findings contains lib.finding_at(cluster, group, ["instance_types"], message) if {
	some [cluster, group, limits] in lib.groups
	group.after.capacity_type == "SPOT"
	limits.minSpotInstanceTypes > 1
	object.get(group.after, "instance_types", []) == []
	template := cluster.launch_templates[group.launch_template]
	message := sprintf("%s is a spot group with one instance type (%s, of its launch template); it needs %d", [
		group.address,
		template.after.instance_type,
		limits.minSpotInstanceTypes,
	])
}
