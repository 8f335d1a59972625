# METADATA
# title: User data that EKS cannot use
# description: |
#   The launch template names no image, so that EKS puts its own user data in front; yet the template's user
#   data joins the cluster by itself, or is in a form that EKS cannot merge: Amazon Linux takes MIME multi-
#   part only. Nodes then fail to join, or the group is refused.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-004
#   severity: deny
#   recommended_action: |
#     Leave bootstrapping to EKS and keep only your own MIME parts, or name the image in the launch template.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
package fleetwright.rules.bootstrap_without_image

import data.fleetwright.lib

findings contains lib.finding_at(cluster, template, ["user_data"], message) if {
	some [cluster, template, _] in lib.launch_templates
	not template.after.custom_image
	template.after.bootstraps
	message := sprintf("%s: its user data bootstraps the node, and no image is named: EKS bootstraps it too", [template.address])
}

findings contains lib.finding_at(cluster, template, ["user_data"], message) if {
	some [cluster, template, _] in lib.launch_templates
	not template.after.custom_image
	not template.after.bootstraps
	template.after.user_data in {"script", "other"}
	message := sprintf("%s: its user data is no MIME multi-part document, which EKS cannot merge with its own", [template.address])
}

undecided contains lib.undecided(cluster, template, "the user data is only known after apply") if {
	some [cluster, template, _] in lib.launch_templates
	not template.after.custom_image
	"user_data" in template.unknown
}
