package fleetwright.rules.instance_metadata_test

import data.fleetwright.examples
import data.fleetwright.rules.instance_metadata as rule

test_exactly_the_hops_that_are_allowed if {
	facts := examples.facts({"template": {"action": "update", "after": {"hop_limit": 2}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_one_hop_more if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"template": {"action": "update", "after": {"hop_limit": 3}}})
}

test_the_limit_can_be_lowered if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"limits": {"maxHopLimit": 1}, "template": {"action": "update"}})
}

test_tokens_that_are_not_named_are_not_required if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"template": {"action": "update", "after": {"http_tokens": null}}})
}

test_a_template_that_is_deleted_is_not_judged if {
	facts := examples.facts({"template": {"action": "delete", "after": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
