# METADATA
# title: Node group may grow too large
# description: |
#   The largest size of a node group, max_size, is over maxNodesPerGroup. The quota of EKS is per node group;
#   the autoscaler would run into it when the nodes are needed most. A deletion and a group that the plan
#   leaves alone do not deny.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-LIMIT-002
#   severity: deny
#   recommended_action: |
#     Lower max_size, split the group, or raise maxNodesPerGroup with the account's quota.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
package fleetwright.rules.nodes_per_group

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["scaling_config", 0, "max_size"], message) if {
	some [cluster, group, limits] in lib.groups
	group.after.max > limits.maxNodesPerGroup
	message := sprintf("%s may grow to %d nodes; %d are allowed", [
		group.address,
		group.after.max,
		limits.maxNodesPerGroup,
	])
}

undecided contains lib.undecided(cluster, group, "max_size is only known after apply") if {
	some [cluster, group, _] in lib.groups
	"max" in group.unknown
}
