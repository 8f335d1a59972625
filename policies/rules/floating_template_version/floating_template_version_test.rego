package fleetwright.rules.floating_template_version_test

import data.fleetwright.examples
import data.fleetwright.rules.floating_template_version as rule

test_the_default_is_found_as_the_latest_is if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"launch_template": {"version": "$Default"}}}})
}

test_no_launch_template_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"launch_template": null}}})
}

test_an_unknown_version_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"launch_template": {}}, "unknown": ["launch_template_version"]}})
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"group": {"action": "no-op", "after": {"launch_template": {"version": "$Latest"}}}})
}
