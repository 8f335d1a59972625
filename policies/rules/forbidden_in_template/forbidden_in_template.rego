# METADATA
# title: Launch template holds what EKS refuses
# description: |
#   The launch template of a managed node group sets something that EKS manages itself or does not support:
#   an instance profile, a subnet, spot options, hibernation, termination on shutdown, or security groups in
#   two places. EKS refuses the group at apply, often with a message that does not name the field.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-001
#   severity: deny
#   recommended_action: |
#     Remove the field; the group's own arguments (node_role_arn, subnet_ids, capacity_type) take its place.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
package fleetwright.rules.forbidden_in_template

import data.fleetwright.lib

findings contains lib.finding_at(cluster, template, [attribute], message) if {
	some [cluster, template, _] in lib.launch_templates
	some [fact, attribute, instead] in forbidden
	template.after[fact]
	message := sprintf("%s sets %s; %s", [template.address, attribute, instead])
}

forbidden := [
	["iam_instance_profile", "iam_instance_profile", "the group's node_role_arn takes its place"],
	["subnet_in_interface", "network_interfaces", "the subnet comes from the group's subnet_ids"],
	["spot_market", "instance_market_options", "the group's capacity_type takes its place"],
	["hibernation", "hibernation_options", "managed node groups do not hibernate"],
	["shutdown_terminates", "instance_initiated_shutdown_behavior", "EKS drains and terminates nodes itself"],
	["security_groups_twice", "network_interfaces", "give security groups there or in vpc_security_group_ids, not in both"],
]
