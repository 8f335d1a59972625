# METADATA
# title: Node group is replaced
# description: |
#   The plan replaces a node group: all its nodes go away, and the new group's nodes are drained in by no
#   one. The finding names the attributes that cannot be changed in place, or the other reason.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-REPLACE-001
#   severity: warn
#   recommended_action: |
#     If the attribute may stay as it is, put it back. Else create the new group beside the old one, move the
#     pods, then remove the old one.
#   links:
#     - https://github.com/hashicorp/terraform-provider-aws/issues/22499
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package fleetwright.rules.replacement

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, attribute, message) if {
	some [cluster, group, _] in lib.groups
	group.action == "replace"
	message := sprintf("%s is replaced: %s", [group.address, cause(group)])
	attribute := array.slice(group.replace_paths, 0, 1)
}

cause(group) := sprintf("%s cannot be changed in place", [concat(", ", group.replace_paths)]) if {
	count(group.replace_paths) > 0
}

cause(group) := object.get(reasons, object.get(group, "reason", ""), "the plan gives no reason") if {
	count(group.replace_paths) == 0
}

reasons := {
	"replace_because_tainted": "it is marked as tainted",
	"replace_by_request": "it was asked for on the command line",
	"replace_by_triggers": "replace_triggered_by asks for it",
}
