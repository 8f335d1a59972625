package fleetwright.rules.groups_per_cluster_test

import data.fleetwright.examples
import data.fleetwright.rules.groups_per_cluster as rule

test_exactly_the_limit_passes if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"other_groups": 9}, "group": {"action": "create", "before": null}})
}

test_one_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"other_groups": 10}, "group": {"action": "create", "before": null}})
}

test_the_limit_can_be_raised if {
	count(rule.findings) == 0 with input as examples.facts({"limits": {"maxGroupsPerCluster": 30}, "cluster": {"other_groups": 29}, "group": {"action": "create", "before": null}})
}

test_groups_of_others_that_are_not_known_are_none if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"other_groups": null}, "group": {"action": "create", "before": null}})
}
