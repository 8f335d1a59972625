# METADATA
# title: Launch template nearly full of versions
# description: |
#   A launch template that the plan gives a new version has more versions than maxLaunchTemplateVersions. EC2
#   keeps at most 10,000; then every update of it fails. A template whose newest version number is below the
#   limit cannot have more versions than that.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-LIMIT-005
#   severity: warn
#   recommended_action: |
#     Delete versions that no node group uses any more.
#   links:
#     - https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/manage-launch-template-versions.html
package fleetwright.rules.launch_template_versions

import data.fleetwright.lib

findings contains lib.finding(cluster, template, message) if {
	some [cluster, template, limits] in lib.launch_templates
	template.action == "update"
	template.versions > limits.maxLaunchTemplateVersions
	message := sprintf("%s has %d versions already; EC2 keeps 10000", [template.address, template.versions])
}

undecided contains lib.undecided(cluster, template, reason) if {
	some [cluster, template, limits] in lib.launch_templates
	template.action == "update"
	not template.versions
	template.before.latest_version > limits.maxLaunchTemplateVersions
	reason := "it is not known how many versions of the template are left: needs live facts"
}
