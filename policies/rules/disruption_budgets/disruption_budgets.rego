# METADATA
# title: Disruption budget allows no disruption
# description: |
#   The plan replaces nodes, and disruption budgets of the cluster allow no pod to be evicted now. EKS waits
#   15 minutes for a node to drain and then fails the whole update with PodEvictionFailure.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-HEALTH-003
#   severity: warn
#   recommended_action: |
#     Give the workload another replica, or loosen the budget, before the nodes are replaced.
#   links:
#     - https://kubernetes.io/docs/tasks/run-application/configure-pdb/
#     - https://github.com/aws/containers-roadmap/issues/1282
package fleetwright.rules.disruption_budgets

import data.fleetwright.lib

findings contains lib.finding(cluster, group, message) if {
	some [cluster, group, _] in lib.groups
	replaces_nodes(group)
	count(group.blocking_budgets) > 0
	message := sprintf("%s: its nodes cannot be drained now, because of %s", [
		group.address,
		concat(", ", group.blocking_budgets),
	])
}

# Where it is not known which groups a budget concerns, it may be any.
findings contains lib.cluster_finding(cluster, false, message) if {
	some cluster in input.clusters
	count(rolled(cluster)) > 0
	count([group | some group in cluster.groups; group.blocking_budgets]) == 0
	count(cluster.blocking_budgets) > 0
	message := sprintf("%s: %s allow no disruption now, and the plan replaces nodes of %s", [
		lib.cluster_name(cluster),
		concat(", ", [sprintf("%s/%s", [budget.namespace, budget.name]) | some budget in cluster.blocking_budgets]),
		concat(", ", rolled(cluster)),
	])
}

undecided contains lib.cluster_undecided(cluster, reason) if {
	some cluster in input.clusters
	count(rolled(cluster)) > 0
	not cluster.blocking_budgets
	reason := "its disruption budgets are not known: needs Kubernetes facts"
}

rolled(cluster) := [group.address | some group in cluster.groups; replaces_nodes(group)]

replaces_nodes(group) if group.rolls

replaces_nodes(group) if group.action == "delete"
