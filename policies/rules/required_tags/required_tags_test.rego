package fleetwright.rules.required_tags_test

import data.fleetwright.examples
import data.fleetwright.rules.required_tags as rule

test_a_group_that_is_deleted_needs_none if {
	facts := examples.facts({"group": {"action": "delete", "after": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_unknown_tags_are_undecided_only_where_some_are_required if {
	facts := examples.facts({"group": {"unknown": ["tags"], "after": {"missing_tags": ["owner"]}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"limits": {"requiredTags": ["owner"]}, "group": {"action": "no-op", "after": {"missing_tags": ["owner"]}}})
}
