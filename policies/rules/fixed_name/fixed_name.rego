# METADATA
# title: Replacement cannot be created beside a group of the same name
# description: |
#   A node group with a fixed name is to be replaced with create_before_destroy: the new group would have the
#   name of the old one, which is still there. EKS refuses it with 409 ResourceInUseException, after other
#   resources have been changed already.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-REPLACE-002
#   severity: deny
#   recommended_action: |
#     Use node_group_name_prefix instead of node_group_name, or change the name along with the attribute that
#     forces the replacement.
#   links:
#     - https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1415
#     - https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle
package fleetwright.rules.fixed_name

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["node_group_name"], message) if {
	some [cluster, group, _] in lib.groups
	group.action == "replace"
	group.create_before_destroy
	group.keeps_name
	message := sprintf("%s is to be created anew under the name %s while the old one still has it", [
		group.address,
		group.name,
	])
}
