# METADATA
# title: Too many node groups on a cluster
# description: |
#   After the plan a cluster has more managed node groups than maxGroupsPerCluster. Groups that no plan
#   speaks of count too, where live facts tell of them. The quota of EKS is per cluster, so that the group
#   too many fails at apply. A cluster that is over the limit already, and to which the plan adds nothing, is
#   shown but does not deny.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-LIMIT-001
#   severity: deny
#   recommended_action: |
#     Merge groups that differ only in labels or sizes, spread one group over several zones, or raise
#     maxGroupsPerCluster with the account's quota.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
package fleetwright.rules.groups_per_cluster

import data.fleetwright.lib

findings contains lib.cluster_finding(cluster, standing, message) if {
	some cluster in input.clusters
	staying := count([group | some group in cluster.groups; group.after])
	total := staying + object.get(cluster, "other_groups", 0)
	limit := lib.limits(cluster).maxGroupsPerCluster
	total > limit
	created := [group | some group in cluster.groups; group.action == "create"]
	standing := count(created) == 0
	message := sprintf("%s would have %d managed node groups; %d are allowed", [
		lib.cluster_name(cluster),
		total,
		limit,
	])
}

# What is over the limit with the groups of the plans alone needs no look at the others.
undecided contains lib.cluster_undecided(cluster, reason) if {
	some cluster in input.clusters
	not cluster.other_groups
	count([group | some group in cluster.groups; group.action == "create"]) > 0
	count([group | some group in cluster.groups; group.after]) <= lib.limits(cluster).maxGroupsPerCluster
	reason := "it is not known how many other node groups the cluster has: needs live facts"
}
