# METADATA
# title: Node group sets what its launch template rules out
# description: |
#   The node group has a launch template and also sets disk_size or remote_access, gives instance types in
#   both places, or gives ami_type, version or release_version beside a template with its own image. EKS
#   refuses each of them, at apply only.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-002
#   severity: deny
#   recommended_action: |
#     Move the setting into the launch template, or take it out of the group.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
#     - https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2219
package fleetwright.rules.forbidden_beside_template

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, [attribute], message) if {
	some [cluster, group, _] in lib.groups
	group.after.launch_template
	some attribute in ["disk_size", "remote_access"]
	group.after[attribute]
	message := sprintf("%s sets %s beside a launch template", [group.address, attribute])
}

findings contains lib.finding_at(cluster, group, ["instance_types"], message) if {
	some [cluster, group, _] in lib.groups
	template := cluster.launch_templates[group.launch_template]
	template.after.instance_type
	count(group.after.instance_types) > 0
	message := sprintf("%s sets instance_types, and its launch template sets instance_type %s", [
		group.address,
		template.after.instance_type,
	])
}

findings contains lib.finding_at(cluster, group, ["ami_type"], message) if {
	some [cluster, group, _] in lib.groups
	cluster.launch_templates[group.launch_template].after.custom_image
	group.action in {"create", "replace"}
	group.after.ami_type != "CUSTOM"
	message := sprintf("%s sets ami_type %s, and its launch template names an image", [
		group.address,
		group.after.ami_type,
	])
}

findings contains lib.finding_at(cluster, group, [attribute], message) if {
	some [cluster, group, _] in lib.groups
	cluster.launch_templates[group.launch_template].after.custom_image
	group.action in {"create", "replace"}
	not group.follows_cluster
	some attribute in ["version", "release_version"]
	group.after[attribute]
	message := sprintf("%s sets %s, and its launch template names an image", [group.address, attribute])
}
