# METADATA
# title: Add-on not compatible with the planned version
# description: |
#   After the plan an add-on's version does not support the cluster's Kubernetes version. EKS upgrades the
#   control plane all the same; the add-on may then fail.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-ADDON-001
#   severity: deny
#   recommended_action: |
#     Set addon_version to one that supports both the present and the planned version, before the cluster
#     goes up.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html
package fleetwright.rules.addon_compatibility

import data.fleetwright.lib

findings contains finding if {
	some cluster in input.clusters
	some addon in cluster.addons
	addon.action != "delete"
	count(addon.compatible_with) > 0
	not cluster.minor_after in addon.compatible_with
	cluster.minor_after
	message := sprintf("%s: add-on %s %s does not support Kubernetes %s", [
		lib.cluster_name(cluster),
		addon.name,
		addon.version,
		cluster.version_after,
	])
	finding := object.union(
		lib.cluster_finding(cluster, lib.all_idle([cluster, addon]), message),
		lib.place(addon),
	)
}

# Without a change of cluster or add-on the question does not arise.
undecided contains object.union(lib.cluster_undecided(cluster, reason), lib.place(addon)) if {
	some cluster in input.clusters
	some addon in cluster.addons
	addon.action != "delete"
	not lib.all_idle([cluster, addon])
	not addon.compatible_with
	reason := sprintf("it is not known which Kubernetes versions add-on %s supports: needs live facts", [addon.name])
}
