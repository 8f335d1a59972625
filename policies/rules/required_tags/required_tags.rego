# METADATA
# title: Required tag missing
# description: |
#   A node group or its launch template lacks a tag of requiredTags. The provider's default tags count.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-OWN-001
#   severity: deny
#   recommended_action: |
#     Add the tag, at best once for the cluster.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
package fleetwright.rules.required_tags

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["tags"], message) if {
	some [cluster, group, _] in lib.groups
	not "tags" in group.unknown
	count(group.after.missing_tags) > 0
	message := sprintf("%s lacks %s", [group.address, concat(", ", group.after.missing_tags)])
}

findings contains lib.finding_at(cluster, template, ["tags"], message) if {
	some [cluster, template, _] in lib.launch_templates
	not "tags" in template.unknown
	count(template.after.missing_tags) > 0
	message := sprintf("%s lacks %s", [template.address, concat(", ", template.after.missing_tags)])
}

findings contains object.union(lib.cluster_finding(cluster, standing, message), place) if {
	some cluster in input.clusters
	not "tags" in cluster.unknown
	count(cluster.missing_tags) > 0
	standing := cluster.action in lib.idle
	message := sprintf("%s lacks %s", [lib.cluster_name(cluster), concat(", ", cluster.missing_tags)])
	place := object.union(lib.place(cluster), {"attribute": ["tags"]})
}

undecided contains lib.undecided(cluster, resource, "its tags are only known after apply") if {
	some entries in [lib.groups, lib.launch_templates]
	some [cluster, resource, limits] in entries
	count(limits.requiredTags) > 0
	"tags" in resource.unknown
}

undecided contains object.union(lib.cluster_undecided(cluster, "its tags are only known after apply"), lib.place(cluster)) if {
	some cluster in input.clusters
	count(lib.limits(cluster).requiredTags) > 0
	"tags" in cluster.unknown
}
