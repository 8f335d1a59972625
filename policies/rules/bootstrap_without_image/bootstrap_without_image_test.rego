package fleetwright.rules.bootstrap_without_image_test

import data.fleetwright.examples
import data.fleetwright.rules.bootstrap_without_image as rule

test_with_an_image_of_its_own_it_may_bootstrap if {
	facts := examples.facts({"template": {"after": {"custom_image": true, "user_data": "script", "bootstraps": true}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_with_an_image_unknown_user_data_is_another_rules_concern if {
	facts := examples.facts({"template": {"after": {"custom_image": true, "user_data": null}, "unknown": ["user_data"]}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"template": {"after": {"user_data": "script"}}})
}
