# METADATA
# title: What the rules share
# description: |
#   Findings and their places. A finding about something that the plan leaves as it is counts as standing:
#   the gate shows it, but does not hold the plan answerable for it.
# schemas:
#   - input: schema.facts
package fleetwright.lib

# Every node group with its cluster and its limits, made once for all rules.
groups := [entry |
	some cluster in input.clusters
	some group in cluster.groups
	entry := [cluster, group, input.parameter_sets[group.parameters]]
]

# Every launch template that a node group uses, with its cluster and its limits.
launch_templates := [entry |
	some cluster in input.clusters
	some template in cluster.launch_templates
	entry := [cluster, template, input.parameter_sets[template.parameters]]
]

limits(cluster) := input.parameter_sets[cluster.parameters]

# What the plan does not touch.
idle := {"none", "no-op", "forget"}

# A finding about a node group, a launch template or an add-on.
finding(cluster, resource, message) := {
	"cluster": cluster.key,
	"stack": resource.stack,
	"address": resource.address,
	"standing": resource.action in idle,
	"message": message,
}

# A finding about one attribute of a resource; the path leads to its line in the fleet file.
finding_at(cluster, resource, attribute, message) := object.union(
	finding(cluster, resource, message),
	{"attribute": attribute},
)

# The same for what a change of the cluster brings about as well as one of the resource.
joint_finding(cluster, resource, attribute, message) := object.union(
	finding_at(cluster, resource, attribute, message),
	{"standing": all_idle([cluster, resource])},
)

all_idle(resources) if {
	every resource in resources {
		resource.action in idle
	}
} else := false

# A finding about a cluster as a whole.
cluster_finding(cluster, standing, message) := {
	"cluster": cluster.key,
	"standing": standing,
	"message": message,
}

# What keeps a rule from judging a resource.
undecided(cluster, resource, reason) := {
	"cluster": cluster.key,
	"stack": resource.stack,
	"address": resource.address,
	"reason": reason,
}

cluster_undecided(cluster, reason) := {"cluster": cluster.key, "reason": reason}

# Where a resource stands, as far as a plan holds it.
place(resource) := {"stack": resource.stack, "address": resource.address}

place(resource) := {} if not resource.address

days_until(days) := sprintf("ends in %s", [plural(days, "day", "days")]) if days >= 0

days_until(days) := sprintf("ended %s ago", [plural(0 - days, "day", "days")]) if days < 0

cluster_name(cluster) := cluster.name

cluster_name(cluster) := "(known after apply)" if not cluster.name

plural(1, one, _) := sprintf("1 %s", [one])

plural(count, _, many) := sprintf("%d %s", [count, many]) if count != 1
