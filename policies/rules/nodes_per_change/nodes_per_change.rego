# METADATA
# title: Plan touches too many nodes
# description: |
#   One plan replaces or removes more nodes over the whole fleet than maxNodesPerChange. What goes wrong with
#   one change then goes wrong everywhere at once.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-LIMIT-003
#   severity: deny
#   recommended_action: |
#     Split the change: a cluster or a group at a time, or roll it out in waves.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
package fleetwright.rules.nodes_per_change

findings contains {"standing": false, "message": message} if {
	limit := input.parameter_sets[input.fleet.parameters].maxNodesPerChange
	input.fleet.touched_nodes > limit
	message := sprintf("the plan replaces or removes %d nodes; %d are allowed in one plan", [
		input.fleet.touched_nodes,
		limit,
	])
}
