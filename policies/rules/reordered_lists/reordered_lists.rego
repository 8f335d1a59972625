# METADATA
# title: Reordered list rolls all nodes for nothing
# description: |
#   The only change of a launch template is the order of its block devices or tag specifications. EC2 makes a
#   new version of it, and every node group that follows latest_version replaces all its nodes, for nothing.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-008
#   severity: deny
#   recommended_action: |
#     Put the blocks back into the order in which they were.
#   links:
#     - https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1826
package fleetwright.rules.reordered_lists

import data.fleetwright.lib

findings contains lib.finding_at(cluster, template, [list], message) if {
	some [cluster, template, _] in lib.launch_templates
	template.only_reordered
	some list in template.reordered
	message := sprintf("%s: only the order of %s changes, and that rolls the nodes of %s", [
		template.address,
		list,
		concat(", ", template.used_by),
	])
}
