# METADATA
# title: Subnet too small for the new nodes
# description: |
#   The nodes that the plan adds, for a while or for good, may need more addresses than their subnets have
#   free, with freeIpsReserve kept back. Groups that share their subnets are added up. How many addresses a
#   node takes follows from its instance type and the VPC CNI's defaults, or prefix delegation where the
#   parameter says so. If not even one address for each node is free, the rule denies.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-CAPACITY-001
#   severity: warn
#   recommended_action: |
#     Free addresses, add a subnet, lower max_unavailable, or update the groups that share the subnet one
#     after the other.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/best-practices/ip-opt.html
#     - https://docs.aws.amazon.com/eks/latest/userguide/managed-node-update-behavior.html
package fleetwright.rules.free_addresses

import data.fleetwright.lib

findings contains object.union(lib.finding_at(cluster, demand, ["subnet_ids"], message), {"severity": severity}) if {
	some cluster in input.clusters
	some demand in cluster.subnet_demand
	severity := judged(demand)
	message := sprintf("%s: %s to come in %s with %s free; up to %d needed", [
		concat(", ", demand.groups),
		lib.plural(demand.nodes, "node", "nodes"),
		demand.subnets,
		lib.plural(demand.free_ips, "address", "addresses"),
		object.get(demand, "addresses", demand.nodes),
	])
}

undecided contains lib.undecided(cluster, demand, reason) if {
	some cluster in input.clusters
	some demand in cluster.subnet_demand
	not demand.free_ips
	reason := "it is not known how many addresses the subnets have free: needs live facts"
}

undecided contains lib.undecided(cluster, demand, reason) if {
	some cluster in input.clusters
	some demand in cluster.subnet_demand
	demand.free_ips
	not demand.addresses
	reason := "it is not known how many addresses the new nodes take: needs their number and facts of the instance type"
}

judged(demand) := "deny" if demand.nodes > demand.free_ips

judged(demand) := "warn" if {
	demand.nodes <= demand.free_ips
	demand.addresses > demand.free_ips - reserve(demand)
}

reserve(demand) := input.parameter_sets[demand.parameters].freeIpsReserve * demand.subnet_count
