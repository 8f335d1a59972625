# METADATA
# title: Amazon Linux 2 where EKS has none any more
# description: |
#   After the plan a node group is to use an Amazon Linux 2 image on Kubernetes 1.33 or newer. EKS publishes
#   no such image from 1.33 on: a creation fails, and a version update of an existing group is refused.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-AMI-001
#   severity: deny
#   recommended_action: |
#     Move to AL2023 or Bottlerocket. ami_type forces a replacement: create a new group beside the old one,
#     then remove that.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/eks-ami-deprecation-faqs.html
package fleetwright.rules.amazon_linux_2

import data.fleetwright.lib

# The last minor version with an Amazon Linux 2 image.
last_minor := 32

findings contains lib.finding_at(cluster, group, ["ami_type"], message) if {
	some [cluster, group, _] in lib.groups
	group.after.amazon_linux_2
	group.after.minor > last_minor
	message := sprintf("%s uses %s on Kubernetes %s; the last image of Amazon Linux 2 is for 1.%d", [
		group.address,
		group.after.ami_type,
		group.after.version,
		last_minor,
	])
}

findings contains lib.finding_at(cluster, group, ["ami_type"], message) if {
	some [cluster, group, _] in lib.groups
	group.after.amazon_linux_2
	group.before.minor <= last_minor
	cluster.minor_after > last_minor
	cluster.minor_before <= last_minor
	group.after.minor <= last_minor
	message := sprintf("%s goes up to Kubernetes %s, and %s has no way to follow: %s ends with 1.%d", [
		lib.cluster_name(cluster),
		cluster.version_after,
		group.address,
		group.after.ami_type,
		last_minor,
	])
}
