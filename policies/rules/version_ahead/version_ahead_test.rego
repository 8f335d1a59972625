package fleetwright.rules.version_ahead_test

import data.fleetwright.examples
import data.fleetwright.rules.version_ahead as rule

test_level_passes if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"minor": 34}}})
}

test_one_ahead_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"minor": 35}}})
}

test_an_unknown_version_of_the_cluster_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"minor_after": null}, "group": {"after": {"minor": 35}}})
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"group": {"action": "no-op", "after": {"minor": 35}}})
}
