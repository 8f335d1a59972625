# METADATA
# title: Scales in a large share of a group at once
# description: |
#   The plan lowers the desired size of a node group by more than maxScaleInPercent. When a group is scaled
#   in, disruption budgets are not honoured: nodes are drained for at most 15 minutes and then terminated.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SCALE-003
#   severity: warn
#   recommended_action: |
#     Lower the desired size in steps, or leave it to the autoscaler, which drains node by node.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html
#     - https://github.com/aws/containers-roadmap/issues/2623
package fleetwright.rules.scale_in

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["scaling_config", 0, "desired_size"], message) if {
	some [cluster, group, limits] in lib.groups
	group.action == "update"
	removed := group.before.desired - group.after.desired
	removed > 0
	removed * 100 > group.before.desired * limits.maxScaleInPercent
	message := sprintf("%s goes from %d to %d nodes at once; disruption budgets do not hold there", [
		group.address,
		group.before.desired,
		group.after.desired,
	])
}
