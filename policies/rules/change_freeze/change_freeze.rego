# METADATA
# title: Change during a freeze
# description: |
#   A freeze window of freezeWindows is open, and the plan changes something of the cluster.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-OWN-004
#   severity: deny
#   recommended_action: |
#     Wait for the end of the freeze, or record a waiver with whoever called it.
#   links:
#     - https://docs.aws.amazon.com/wellarchitected/latest/operational-excellence-pillar/welcome.html
package fleetwright.rules.change_freeze

import data.fleetwright.lib

findings contains lib.cluster_finding(cluster, false, message) if {
	some cluster in input.clusters
	some freeze in cluster.freezes
	changes(cluster)
	message := sprintf("%s: nothing may change during %s", [lib.cluster_name(cluster), freeze])
}

changes(cluster) if not cluster.action in lib.idle

changes(cluster) if {
	some members in [cluster.groups, cluster.launch_templates, cluster.addons]
	some member in members
	not member.action in lib.idle
}
