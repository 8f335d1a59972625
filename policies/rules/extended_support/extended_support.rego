# METADATA
# title: Kubernetes version near or past the end of extended support
# description: |
#   The cluster's planned version leaves extended support within supportWarningDays, or has left it. EKS then
#   upgrades the control plane by itself, and leaves the node groups behind.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SUPPORT-002
#   severity: warn
#   recommended_action: |
#     Upgrade now, one minor version at a time, node groups level before each step.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
package fleetwright.rules.extended_support

import data.fleetwright.lib

findings contains object.union(lib.cluster_finding(cluster, idle(cluster), message), lib.place(cluster)) if {
	some cluster in input.clusters
	cluster.support.extended_days < lib.limits(cluster).supportWarningDays
	message := sprintf("%s: extended support of Kubernetes %s %s; EKS then upgrades the control plane by itself", [
		lib.cluster_name(cluster),
		cluster.version_after,
		lib.days_until(cluster.support.extended_days),
	])
}

idle(cluster) if {
	cluster.action in lib.idle
	every group in cluster.groups {
		group.action in lib.idle
	}
} else := false
