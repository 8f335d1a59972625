package fleetwright.rules.ignored_desired_size_test

import data.fleetwright.examples
import data.fleetwright.rules.ignored_desired_size as rule

test_the_live_size_may_be_a_bound if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"configured_desired": 4, "after": {"desired": 2, "min": 2}}})
}

test_one_below_it if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"configured_desired": 4, "after": {"desired": 1, "min": 2}}})
}

test_sent_as_it_is if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"configured_desired": 4, "clamped_desired": 4}})
}

test_bounds_that_contradict_each_other_are_another_rules_concern if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"configured_desired": 4, "after": {"desired": 1, "min": 5, "max": 3}}})
}

test_a_size_that_is_not_ignored_is_another_rules_concern if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"desired": 1, "min": 2}}})
}
