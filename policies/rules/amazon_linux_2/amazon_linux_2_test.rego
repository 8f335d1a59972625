package fleetwright.rules.amazon_linux_2_test

import data.fleetwright.examples
import data.fleetwright.rules.amazon_linux_2 as rule

test_the_last_minor_with_an_image_passes if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"minor_before": 32, "minor_after": 32}, "group": {"after": {"amazon_linux_2": true, "minor": 32}}})
}

test_one_minor_later_there_is_none if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"amazon_linux_2": true, "minor": 33}}})
}

test_an_unknown_version_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"amazon_linux_2": true, "minor": null}}})
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"group": {"action": "no-op", "after": {"amazon_linux_2": true, "minor": 33}}})
}
