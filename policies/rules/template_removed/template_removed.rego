# METADATA
# title: Launch template block removed
# description: |
#   The plan takes the launch_template block away from a node group. The provider then sends an update
#   without any content: EKS rolls the nodes to the newest image, the template stays, and the same change
#   comes back with every plan.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-009
#   severity: deny
#   recommended_action: |
#     Keep the block. To leave the template behind, replace the group.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
package fleetwright.rules.template_removed

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["launch_template"], message) if {
	some [cluster, group, _] in lib.groups
	group.removes_template
	message := sprintf("%s loses its launch_template block: its nodes roll, and the change returns with every plan", [group.address])
}
