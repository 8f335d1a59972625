package fleetwright.rules.max_unavailable_test

import data.fleetwright.examples
import data.fleetwright.rules.max_unavailable as rule

test_exactly_the_share_passes if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"rolls": true, "after": {"desired": 4, "max_unavailable": 2}}})
}

test_one_node_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"rolls": true, "after": {"desired": 4, "max_unavailable": 3}}})
}

test_one_node_at_a_time_always_passes if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"rolls": true, "after": {"desired": 1, "max_unavailable": 1}}})
}

test_a_percentage_is_rounded_up if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"rolls": true, "after": {"desired": 5, "max_unavailable": null, "max_unavailable_percentage": 45}}})
}

test_the_limit_can_be_raised if {
	count(rule.findings) == 0 with input as examples.facts({"limits": {"maxUnavailablePercent": 75}, "group": {"rolls": true, "after": {"desired": 4, "max_unavailable": 3}}})
}

test_without_a_roll_nothing_is_taken if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"desired": 4, "max_unavailable": 4}}})
}
