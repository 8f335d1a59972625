# METADATA
# title: Examples
# description: |
#   Makes whole facts out of the short examples beside the rules: each is laid over the healthy cluster of
#   data.yaml. Objects are merged, lists replaced.
package fleetwright.examples

# Every example with its rule's id and its facts.
all contains entry if {
	some folder, rule in data.rules
	some example in rule.examples
	entry := {
		"rule": rule.rule,
		"folder": folder,
		"name": example.name,
		"verdict": example.verdict,
		"facts": facts(example),
	}
}

facts(example) := {
	"schema_version": 1,
	"now": {"instant": sprintf("%sT12:00:00Z", [data.examples.date]), "date": data.examples.date},
	"parameter_sets": [object.union(data.parameters["launch-2019"], object.get(example, "limits", {}))],
	"fleet": object.union(data.examples.fleet, object.get(example, "fleet", {})),
	"clusters": [cluster(example)],
}

cluster(example) := object.union(
	pruned(object.union(data.examples.cluster, object.get(example, "cluster", {}))),
	{
		"groups": members("group", example),
		"launch_templates": members("template", example),
		"addons": members("addon", example),
		"subnet_demand": members("demand", example),
	},
)

# `group: {...}` is one member, `groups: [...]` are several, nothing is the healthy one.
members(kind, example) := [pruned(laid_over(data.examples[kind], member)) |
	some member in object.get(example, sprintf("%ss", [kind]), [object.get(example, kind, {})])
]

# `side` is laid over both sides of a change, before `before` and `after` themselves.
laid_over(base, member) := object.union_n([
	base,
	{side: object.get(member, "side", {}) | some side in ["before", "after"]; base[side]},
	object.remove(member, ["side"]),
])

# Null takes a fact away.
pruned(object_) := {name: value |
	some name, given in object_
	given != null
	value := without_nulls(given)
}

without_nulls(value) := {name: member | some name, member in value; member != null} if is_object(value)

without_nulls(value) := value if not is_object(value)
