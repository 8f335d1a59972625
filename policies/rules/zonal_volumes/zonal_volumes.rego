# METADATA
# title: Volumes stay behind in a zone
# description: |
#   A node group leaves a zone, no other group of the cluster stays there, and pods of the cluster have EBS
#   volumes in that zone. A volume cannot follow to another zone: its pods stay pending.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-REPLACE-004
#   severity: warn
#   recommended_action: |
#     Keep a group in the zone, or move the data first.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/best-practices/cluster-autoscaling.html
package fleetwright.rules.zonal_volumes

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["subnet_ids"], message) if {
	some [cluster, group, _] in lib.groups
	some zone in zones_left(cluster, group)
	group.zonal_volumes > 0
	message := sprintf("%s leaves %s, where pods have %s; no node group stays there", [
		group.address,
		zone,
		lib.plural(group.zonal_volumes, "EBS volume", "EBS volumes"),
	])
}

undecided contains lib.undecided(cluster, group, reason) if {
	some [cluster, group, _] in lib.groups
	count(zones_left(cluster, group)) > 0
	not group.zonal_volumes
	reason := "it is not known whether pods have EBS volumes in the zone: needs Kubernetes facts"
}

zones_left(cluster, group) := {zone |
	cluster.action != "delete"
	group.before
	some zone in group.zones_before
	not zone in zones_after[cluster.key]
}

zones_after := {cluster.key: zones |
	some cluster in input.clusters
	zones := {zone | some group in cluster.groups; group.after; some zone in group.zones_after}
}
