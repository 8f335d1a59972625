# METADATA
# title: Plan touches a large share of the fleet
# description: |
#   One plan replaces or removes more than maxTouchedPercent of the fleet's nodes. Fleets of fewer than
#   touchedPercentFromNodes nodes are left out, because one group is already much there.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-OWN-005
#   severity: warn
#   recommended_action: |
#     Split the change, or roll it out in waves.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
package fleetwright.rules.blast_radius

import data.fleetwright.lib

findings contains {"standing": false, "message": message} if {
	limits := input.parameter_sets[input.fleet.parameters]
	input.fleet.other_clusters == 0
	input.fleet.nodes >= limits.touchedPercentFromNodes
	input.fleet.touched_nodes * 100 > input.fleet.nodes * limits.maxTouchedPercent
	message := sprintf("the plan replaces or removes %d of the fleet's %d nodes; %d %% are allowed at once", [
		input.fleet.touched_nodes,
		input.fleet.nodes,
		limits.maxTouchedPercent,
	])
}

undecided contains {"reason": reason} if {
	input.fleet.unsized_groups > 0
	reason := sprintf("the size of %s that the plan touches is not known", [lib.plural(
		input.fleet.unsized_groups,
		"node group",
		"node groups",
	)])
}

# A large share of a part of the fleet may be a small one of all.
undecided contains {"reason": reason} if {
	limits := input.parameter_sets[input.fleet.parameters]
	input.fleet.other_clusters > 0
	input.fleet.touched_nodes > 0
	input.fleet.touched_nodes * 100 > input.fleet.nodes * limits.maxTouchedPercent
	reason := sprintf("the plans leave out %s of the fleet, whose nodes are not known", [lib.plural(
		input.fleet.other_clusters,
		"cluster",
		"clusters",
	)])
}
