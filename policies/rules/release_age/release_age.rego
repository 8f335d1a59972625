# METADATA
# title: AMI release is old
# description: |
#   The AMI release that a node group is on after the plan is older than maxReleaseAgeDays: it lacks the
#   security fixes of that time.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-AMI-002
#   severity: warn
#   recommended_action: |
#     Set release_version to a newer release, or leave it out to get the newest.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/update-managed-node-group.html
package fleetwright.rules.release_age

import data.fleetwright.lib

findings contains lib.finding_at(cluster, group, ["release_version"], message) if {
	some [cluster, group, limits] in lib.groups
	group.after.release_age_days > limits.maxReleaseAgeDays
	message := sprintf("%s: AMI release %s is %d days old; %d are allowed", [
		group.address,
		group.after.release_version,
		group.after.release_age_days,
		limits.maxReleaseAgeDays,
	])
}

# Bottlerocket names its releases by version and commit.
undecided contains lib.undecided(cluster, group, reason) if {
	some [cluster, group, _] in lib.groups
	not group.action in lib.idle
	group.after.release_rank
	not group.after.release_age_days
	reason := sprintf("the name of release %s holds no date", [group.after.release_version])
}
