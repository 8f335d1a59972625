package fleetwright.rules.cluster_before_groups_test

import data.fleetwright.examples
import data.fleetwright.rules.cluster_before_groups as rule

test_a_group_level_with_the_present_version_passes if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"minor_after": 35}, "group": {"before": {"minor": 34}}})
}

test_one_behind_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"minor_after": 35}, "group": {"before": {"minor": 33}}})
}

test_a_cluster_that_stays_is_not_judged if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"before": {"minor": 31}}})
}

test_an_unknown_version_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"minor_after": null}, "group": {"before": {"minor": 31}}})
}
