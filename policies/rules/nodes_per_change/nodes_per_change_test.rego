package fleetwright.rules.nodes_per_change_test

import data.fleetwright.examples
import data.fleetwright.rules.nodes_per_change as rule

test_exactly_the_limit_passes if {
	count(rule.findings) == 0 with input as examples.facts({"fleet": {"nodes": 5000, "touched_nodes": 500}})
}

test_one_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"fleet": {"nodes": 5000, "touched_nodes": 501}})
}

test_the_limit_can_be_raised if {
	count(rule.findings) == 0 with input as examples.facts({"limits": {"maxNodesPerChange": 501}, "fleet": {"nodes": 5000, "touched_nodes": 501}})
}
