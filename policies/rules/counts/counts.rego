# METADATA
# title: Too many labels, taints or tags
# description: |
#   A node group has more labels, taints or tags, or a launch template more tags, than the parameters allow.
#   EKS and EC2 refuse the call at apply, and a group's default tags count too.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-LIMIT-004
#   severity: deny
#   recommended_action: |
#     Remove what is not needed, or put what describes the whole cluster on the cluster.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/service-quotas.html
package fleetwright.rules.counts

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, [attribute], message) if {
	some [cluster, group, limits] in lib.groups
	some [fact, attribute, limit] in [
		["labels", "labels", limits.maxLabelsPerGroup],
		["taints", "taint", limits.maxTaintsPerGroup],
		["tags", "tags", limits.maxTagsPerResource],
	]
	group.after[fact] > limit
	message := sprintf("%s has %d %s; %d are allowed", [group.address, group.after[fact], fact, limit])
}

findings contains lib.finding_at(cluster, template, ["tags"], message) if {
	some [cluster, template, limits] in lib.launch_templates
	template.after.tags > limits.maxTagsPerResource
	message := sprintf("%s has %d tags; %d are allowed", [
		template.address,
		template.after.tags,
		limits.maxTagsPerResource,
	])
}
