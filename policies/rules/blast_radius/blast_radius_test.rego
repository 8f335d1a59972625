package fleetwright.rules.blast_radius_test

import data.fleetwright.examples
import data.fleetwright.rules.blast_radius as rule

test_exactly_the_share_passes if {
	facts := examples.facts({"fleet": {"nodes": 100, "touched_nodes": 50}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_one_node_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"fleet": {"nodes": 100, "touched_nodes": 51}})
}

test_the_smallest_fleet_that_is_judged if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"fleet": {"nodes": 50, "touched_nodes": 26}})
}

test_one_node_smaller_is_not_judged if {
	facts := examples.facts({"fleet": {"nodes": 49, "touched_nodes": 49}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_the_limit_can_be_raised if {
	facts := examples.facts({"limits": {"maxTouchedPercent": 80}, "fleet": {"nodes": 100, "touched_nodes": 80}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
