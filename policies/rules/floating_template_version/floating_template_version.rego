# METADATA
# title: Launch template version floats
# description: |
#   The group's launch template version is $Latest or $Default. EKS answers with a number, so that every plan
#   shows a change that never ends; and a new version of the template, whoever makes it, rolls the nodes at
#   the next apply.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-003
#   severity: deny
#   recommended_action: |
#     Refer to the template's latest_version, or write the number.
#   links:
#     - https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1446
package fleetwright.rules.floating_template_version

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["launch_template", 0, "version"], message) if {
	some [cluster, group, _] in lib.groups
	group.after.launch_template.version in {"$Latest", "$Default"}
	message := sprintf("%s uses launch template version %s", [group.address, group.after.launch_template.version])
}
