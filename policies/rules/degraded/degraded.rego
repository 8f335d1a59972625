# METADATA
# title: Change to a node group that is not healthy
# description: |
#   EKS reports health issues of a node group, or its status is DEGRADED, and the plan changes it. An update
#   of such a group waits for nodes that cannot come, and fails after a long time.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-HEALTH-001
#   severity: deny
#   recommended_action: |
#     Mend what the health issues say first. If the change is the cure, record a waiver for it.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/troubleshooting.html
package fleetwright.rules.degraded

import data.fleetwright.lib

findings contains lib.finding(cluster, group, message) if {
	some [cluster, group, _] in lib.groups
	group.action == "update"
	unhealthy(group)
	message := sprintf("%s is %s%s", [
		group.address,
		object.get(group, "status", "unhealthy"),
		concat("", [sprintf("; %s", [issue]) | some issue in group.health_issues]),
	])
}

# A plan that has read the group knows its status; EKS calls a group with issues degraded.
undecided contains lib.undecided(cluster, group, "its status is not known: needs live facts") if {
	some [cluster, group, _] in lib.groups
	group.action == "update"
	not group.status
	count(group.health_issues) == 0
}

unhealthy(group) if group.status == "DEGRADED"

unhealthy(group) if count(group.health_issues) > 0
