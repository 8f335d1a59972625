package fleetwright.rules.extended_support_test

import data.fleetwright.examples
import data.fleetwright.rules.extended_support as rule

test_the_first_day_that_warns if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"support": {"standard_days": -300, "extended_days": 59}}})
}

test_the_day_before if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"support": {"standard_days": -300, "extended_days": 60}}})
}

test_the_warning_can_come_later if {
	count(rule.findings) == 0 with input as examples.facts({"limits": {"supportWarningDays": 30}, "cluster": {"support": {"standard_days": -300, "extended_days": 59}}})
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"cluster": {"support": {"standard_days": -300, "extended_days": 59}}, "group": {"action": "no-op"}})
}
