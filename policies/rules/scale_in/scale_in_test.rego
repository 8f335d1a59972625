package fleetwright.rules.scale_in_test

import data.fleetwright.examples
import data.fleetwright.rules.scale_in as rule

test_exactly_the_share_passes if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"before": {"desired": 10}, "after": {"desired": 5}}})
}

test_one_node_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"before": {"desired": 10}, "after": {"desired": 4}}})
}

test_the_limit_can_be_raised if {
	count(rule.findings) == 0 with input as examples.facts({"limits": {"maxScaleInPercent": 60}, "group": {"before": {"desired": 10}, "after": {"desired": 4}}})
}

test_an_unknown_size_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"before": {"desired": 10}, "after": {"desired": null}}})
}

test_a_deletion_is_another_rules_concern if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "delete", "before": {"desired": 10}, "after": {"desired": 0}}})
}
