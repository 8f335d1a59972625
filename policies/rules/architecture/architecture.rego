# METADATA
# title: Image and instance types of different architectures
# description: |
#   The AMI type of a node group is for another processor architecture than one of its instance types, or its
#   instance types are of several. No node of the wrong kind ever starts; EKS refuses the group at apply.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-CAPACITY-003
#   severity: deny
#   recommended_action: |
#     Use ARM_64 AMI types with Graviton instance types and x86_64 ones with all others; make one group for
#     each architecture.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/eks-optimized-ami.html
package fleetwright.rules.architecture

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["instance_types"], message) if {
	some [cluster, group, _] in lib.groups
	some architecture in group.after.instance_architectures
	architecture != group.after.architecture
	message := sprintf("%s: %s is for %s, and an instance type is %s", [
		group.address,
		group.after.ami_type,
		group.after.architecture,
		architecture,
	])
}

findings contains lib.finding_at(cluster, group, ["instance_types"], message) if {
	some [cluster, group, _] in lib.groups
	not group.after.architecture
	count(group.after.instance_architectures) > 1
	message := sprintf("%s mixes instance types of %s", [
		group.address,
		concat(" and ", group.after.instance_architectures),
	])
}
