# METADATA
# title: Zones of a cluster out of balance
# description: |
#   Node groups of one zone each may grow to very different sizes: the smallest zone falls short of the
#   largest by more than maxZoneImbalancePercent. When the large zone fails, the others cannot take its pods.
#   Groups that span zones are balanced by their Auto Scaling group and do not count.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-CAPACITY-004
#   severity: warn
#   recommended_action: |
#     Give the groups of all zones the same max_size.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/best-practices/reliability.html
package fleetwright.rules.zone_balance

import data.fleetwright.lib

findings contains object.union(lib.cluster_finding(cluster, standing(cluster), message), {}) if {
	some cluster in input.clusters
	sizes := size_of_zone[cluster.key]
	count(sizes) > 1
	largest := max([size | some size in sizes])
	smallest := min([size | some size in sizes])
	(largest - smallest) * 100 > largest * lib.limits(cluster).maxZoneImbalancePercent
	message := sprintf("%s may grow to %s", [
		lib.cluster_name(cluster),
		concat(", ", sort([sprintf("%d nodes in %s", [size, zone]) | some zone, size in sizes])),
	])
}

undecided contains lib.cluster_undecided(cluster, "the zones of its subnets are not known: needs live facts") if {
	some cluster in input.clusters
	not standing(cluster)
	some group in cluster.groups
	group.after.max
	not group.zones_after
}

# Largest size by zone, where every group with a size has a known place.
size_of_zone := {cluster.key: sizes |
	some cluster in input.clusters
	every group in cluster.groups {
		placed(group)
	}
	zonal := [[group.zones_after[0], group.after.max] |
		some group in cluster.groups
		count(group.zones_after) == 1
	]
	zones := {zone | some [zone, _] in zonal}
	sizes := {zone: sum([size | some [each, size] in zonal; each == zone]) | some zone in zones}
}

placed(group) if group.zones_after

placed(group) if not group.after

standing(cluster) if {
	every group in cluster.groups {
		group.action in lib.idle
	}
} else := false
