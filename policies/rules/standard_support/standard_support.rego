# METADATA
# title: Kubernetes version near or past the end of standard support
# description: |
#   The cluster's planned version leaves standard support within supportWarningDays, or has left it. From
#   then on every cluster costs extra for extended support.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-SUPPORT-001
#   severity: warn
#   recommended_action: |
#     Plan the upgrade to a version in standard support.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
package fleetwright.rules.standard_support

import data.fleetwright.lib

findings contains object.union(lib.cluster_finding(cluster, idle(cluster), message), lib.place(cluster)) if {
	some cluster in input.clusters
	cluster.support.extended_days >= lib.limits(cluster).supportWarningDays
	cluster.support.standard_days < lib.limits(cluster).supportWarningDays
	message := sprintf("%s: standard support of Kubernetes %s %s", [
		lib.cluster_name(cluster),
		cluster.version_after,
		lib.days_until(cluster.support.standard_days),
	])
}

undecided contains lib.cluster_undecided(cluster, reason) if {
	some cluster in input.clusters
	cluster.minor_after
	not cluster.support
	reason := sprintf("the support calendar has no Kubernetes %s; add it to kubernetesVersions", [cluster.version_after])
}

idle(cluster) if {
	cluster.action in lib.idle
	every group in cluster.groups {
		group.action in lib.idle
	}
} else := false
