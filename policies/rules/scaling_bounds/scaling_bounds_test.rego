package fleetwright.rules.scaling_bounds_test

import data.fleetwright.examples
import data.fleetwright.rules.scaling_bounds as rule

test_the_bounds_themselves_pass if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"min": 4, "desired": 4, "max": 4}}})
}

test_one_below if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"min": 4, "desired": 3, "max": 8}}})
}

test_one_above if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"min": 4, "desired": 9, "max": 8}}})
}

test_an_unknown_size_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"desired": null}}})
}

test_a_size_that_is_ignored_is_another_rules_concern if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"configured_desired": 5, "after": {"min": 4, "desired": 3}}})
}
