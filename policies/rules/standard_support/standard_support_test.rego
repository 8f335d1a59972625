package fleetwright.rules.standard_support_test

import data.fleetwright.examples
import data.fleetwright.rules.standard_support as rule

test_the_first_day_that_warns if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"support": {"standard_days": 59, "extended_days": 400}}})
}

test_the_day_before if {
	facts := examples.facts({"cluster": {"support": {"standard_days": 60, "extended_days": 400}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_the_end_of_extended_support_is_another_rules_concern if {
	facts := examples.facts({"cluster": {"support": {"standard_days": -300, "extended_days": 59}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_an_unknown_version_is_not_undecided_twice if {
	facts := examples.facts({"cluster": {"minor_after": null, "support": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
