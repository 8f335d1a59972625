package fleetwright.rules.counts_test

import data.fleetwright.examples
import data.fleetwright.rules.counts as rule

test_exactly_the_limits_pass if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"labels": 50, "taints": 50, "tags": 50}}, "template": {"after": {"tags": 50}}})
}

test_one_label_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"labels": 51}}})
}

test_the_limit_can_be_lowered if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"limits": {"maxLabelsPerGroup": 1}})
}

test_unknown_counts_give_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"labels": null, "taints": null, "tags": null}}})
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"group": {"action": "no-op", "after": {"tags": 51}}})
}
