package fleetwright.rules.zone_capacity_test

import data.fleetwright.examples
import data.fleetwright.rules.zone_capacity as rule

test_a_group_that_may_have_no_nodes_keeps_no_zone if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"groups": [{"action": "delete", "after": null, "zones_after": null}, {"address": "aws_eks_node_group.b", "action": "no-op", "after": {"max": 0, "desired": 0, "min": 0}}]})
}

test_a_group_that_comes_keeps_the_zone if {
	facts := examples.facts({"groups": [{"action": "delete", "after": null, "zones_after": null}, {"address": "aws_eks_node_group.b", "action": "create", "before": null, "zones_before": null}]})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_a_group_of_unknown_size_leaves_the_zone_as_well if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"action": "delete", "before": {"desired": null}, "after": null, "zones_after": null}})
}
