package fleetwright.rules.version_skew_test

import data.fleetwright.examples
import data.fleetwright.rules.version_skew as rule

test_exactly_the_limit_passes if {
	facts := examples.facts({"group": {"after": {"minor": 33}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_one_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"minor": 32}}})
}

test_three_are_allowed_today if {
	facts := examples.facts({"limits": {"maxSkewMinors": 3}, "group": {"after": {"minor": 31}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_four_are_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"limits": {"maxSkewMinors": 3}, "group": {"after": {"minor": 30}}})
}

test_a_group_that_is_deleted_needs_no_version if {
	facts := examples.facts({"cluster": {"minor_after": null}, "group": {"action": "delete", "after": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_a_group_that_follows_its_cluster_is_level_with_it if {
	facts := examples.facts({"cluster": {"minor_after": null}, "group": {"follows_cluster": true, "after": {"minor": null}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
