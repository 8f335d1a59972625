# METADATA
# title: Instance metadata not protected
# description: |
#   The launch template does not require session tokens for the instance metadata (IMDSv2), or lets them
#   travel over more hops than maxHopLimit. A request forged by a pod can then read the node role's
#   credentials.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-006
#   severity: warn
#   recommended_action: |
#     Set metadata_options with http_tokens = "required" and http_put_response_hop_limit = 1, or 2 where pods
#     need the metadata.
#   links:
#     - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
#     - https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
package fleetwright.rules.instance_metadata

import data.fleetwright.lib

findings contains lib.finding_at(cluster, template, ["metadata_options"], message) if {
	some [cluster, template, _] in lib.launch_templates
	template.after
	not template.after.http_tokens == "required"
	not "http_tokens" in template.unknown
	message := sprintf("%s does not require session tokens for the instance metadata", [template.address])
}

findings contains lib.finding_at(cluster, template, ["metadata_options"], message) if {
	some [cluster, template, limits] in lib.launch_templates
	template.after.hop_limit > limits.maxHopLimit
	message := sprintf("%s lets instance metadata travel %d hops; %d are allowed", [
		template.address,
		template.after.hop_limit,
		limits.maxHopLimit,
	])
}

undecided contains lib.undecided(cluster, template, "http_tokens is only known after apply") if {
	some [cluster, template, _] in lib.launch_templates
	"http_tokens" in template.unknown
}
