# METADATA
# title: Image without bootstrapping user data
# description: |
#   The launch template names its own image. EKS then adds no user data, and this template's does not join
#   the node to the cluster. The nodes come up and never register; the group ends as CREATE_FAILED after some
#   20 minutes.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-005
#   severity: deny
#   recommended_action: |
#     Add user data that joins the cluster: a NodeConfig with the cluster's endpoint (AL2023), bootstrap.sh
#     (AL2), or Bottlerocket settings.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
package fleetwright.rules.image_without_bootstrap

import data.fleetwright.lib

findings contains lib.finding_at(cluster, template, ["user_data"], message) if {
	some [cluster, template, _] in lib.launch_templates
	template.after.custom_image
	template.after.bootstraps == false
	message := sprintf("%s names an image, and its user data does not join the node to the cluster", [template.address])
}

undecided contains lib.undecided(cluster, template, "the user data is only known after apply") if {
	some [cluster, template, _] in lib.launch_templates
	template.after.custom_image
	"user_data" in template.unknown
}
