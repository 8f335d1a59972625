# METADATA
# title: Last capacity of a zone goes away
# description: |
#   The plan deletes a node group, or replaces it by deleting the old one first, and no other group of the
#   cluster with room for nodes stays in its zone. Until the new nodes are there, pods that are bound to the
#   zone, by a volume or by a topology constraint, have nowhere to run.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-REPLACE-003
#   severity: deny
#   recommended_action: |
#     Use create_before_destroy together with node_group_name_prefix, or bring another group up in the zone
#     first.
#   links:
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#create_before_destroy
#     - https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html
package fleetwright.rules.zone_capacity

import data.fleetwright.lib

findings contains lib.finding(cluster, group, message) if {
	some [cluster, group, _] in lib.groups
	leaves(cluster, group)
	some zone in group.zones_before
	not zone in kept[cluster.key].zones
	kept[cluster.key].unplaced == 0
	message := sprintf("%s %s leaves no node group in %s", [verb(group), group.address, zone])
}

findings contains lib.finding(cluster, group, message) if {
	some [cluster, group, _] in lib.groups
	leaves(cluster, group)
	not group.zones_before
	kept[cluster.key].groups == 0
	message := sprintf("%s %s leaves the cluster without a node group in its zones", [verb(group), group.address])
}

undecided contains lib.undecided(cluster, group, reason) if {
	some [cluster, group, _] in lib.groups
	leaves(cluster, group)
	kept[cluster.key].groups > 0
	unplaced(cluster, group)
	not keeps_all_zones(cluster, group)
	not keeps_all_subnets(cluster, group)
	reason := "the zones of the subnets are not known, so it is open whether another group stays in the same zone"
}

# Of every cluster: the groups that keep or get nodes without a gap, and where they are.
kept := {cluster.key: summary |
	some cluster in input.clusters
	groups := [group |
		some group in cluster.groups
		keeps_nodes(group)
		object.get(group.after, "max", 1) > 0
	]
	summary := {
		"groups": count(groups),
		"unplaced": count([group | some group in groups; not group.zones_after]),
		"zones": {zone | some group in groups; some zone in group.zones_after},
		"subnets": {subnet | some group in groups; some subnet in group.after.subnets},
	}
}

keeps_nodes(group) if group.action in {"no-op", "update", "create"}

keeps_nodes(group) if {
	group.action == "replace"
	group.create_before_destroy
}

# A group without nodes leaves no gap, nor does one that goes with its whole cluster.
leaves(cluster, group) if {
	group.action in {"delete", "replace"}
	not keeps_nodes(group)
	cluster.action != "delete"
	object.get(group.before, "desired", 1) > 0
}

unplaced(_, group) if not group.zones_before

unplaced(cluster, _) if kept[cluster.key].unplaced > 0

keeps_all_zones(cluster, group) if {
	every zone in group.zones_before {
		zone in kept[cluster.key].zones
	}
}

keeps_all_subnets(cluster, group) if {
	count(group.before.subnets) > 0
	every subnet in group.before.subnets {
		subnet in kept[cluster.key].subnets
	}
}

verb(group) := "Deleting" if group.action == "delete"

verb(group) := "Replacing" if group.action == "replace"
