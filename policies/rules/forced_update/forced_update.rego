# METADATA
# title: Forced update
# description: |
#   The plan rolls a node group with force_update_version: pods that a disruption budget protects are
#   terminated all the same.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-HEALTH-004
#   severity: deny
#   recommended_action: |
#     Take force_update_version out. Where it is wanted for once, record a waiver with a near end.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
package fleetwright.rules.forced_update

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["force_update_version"], message) if {
	some [cluster, group, _] in lib.groups
	group.action == "update"
	group.rolls
	group.after.force
	message := sprintf("%s is rolled by force: disruption budgets do not hold", [group.address])
}
