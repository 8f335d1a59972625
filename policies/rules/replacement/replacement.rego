# METADATA
# title: Resource is replaced
# description: |
#   The plan replaces a node group, so that all its nodes go away, or a launch template or an add-on; or it
#   replaces a whole cluster, which denies: everything in it is lost. The finding names the attributes that
#   cannot be changed in place, or the other reason.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-REPLACE-001
#   severity: warn
#   recommended_action: |
#     If the attribute may stay as it is, put it back. Else create the new one beside the old one, move the
#     pods, then remove the old one.
#   links:
#     - https://github.com/hashicorp/terraform-provider-aws/issues/22499
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package fleetwright.rules.replacement

import data.fleetwright.lib

findings contains lib.finding_at(cluster, resource, attribute(resource), message) if {
	some cluster in input.clusters
	some resources in [cluster.groups, cluster.launch_templates, cluster.addons]
	some resource in resources
	resource.action == "replace"
	message := sprintf("%s is replaced: %s", [resource.address, cause(resource)])
}

findings contains finding if {
	some cluster in input.clusters
	cluster.action == "replace"
	message := sprintf("cluster %s is replaced, with everything in it: %s", [
		lib.cluster_name(cluster),
		cause(cluster),
	])
	finding := object.union(
		lib.finding_at(cluster, cluster, attribute(cluster), message),
		{"cluster": cluster.key, "severity": "deny"},
	)
}

# The first step of the first path, because that is what a line can be found of.
attribute(resource) := [split(split(path, "[")[0], ".")[0] | some path in array.slice(resource.replace_paths, 0, 1)]

cause(resource) := sprintf("%s cannot be changed in place", [concat(", ", resource.replace_paths)]) if {
	count(resource.replace_paths) > 0
}

cause(resource) := object.get(reasons, object.get(resource, "reason", ""), "the plan gives no reason") if {
	count(resource.replace_paths) == 0
}

reasons := {
	"replace_because_tainted": "it is marked as tainted",
	"replace_by_request": "it was asked for on the command line",
	"replace_by_triggers": "replace_triggered_by asks for it",
}
