package fleetwright.rules.nodes_per_group_test

import data.fleetwright.examples
import data.fleetwright.rules.nodes_per_group as rule

test_exactly_the_limit_passes if {
	facts := examples.facts({"group": {"after": {"max": 100}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_one_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"max": 101}}})
}

test_the_limit_can_be_raised if {
	facts := examples.facts({"limits": {"maxNodesPerGroup": 450}, "group": {"after": {"max": 450}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_an_unknown_size_is_undecided if {
	facts := examples.facts({"group": {"after": {"max": null}, "unknown": ["max"]}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 1 with input as facts
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"group": {"action": "no-op", "after": {"max": 101}}})
}
