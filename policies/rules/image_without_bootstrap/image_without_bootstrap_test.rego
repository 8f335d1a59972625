package fleetwright.rules.image_without_bootstrap_test

import data.fleetwright.examples
import data.fleetwright.rules.image_without_bootstrap as rule

test_without_an_image_eks_bootstraps if {
	facts := examples.facts({"template": {"after": {"custom_image": false, "bootstraps": false}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_user_data_that_nobody_knows_is_not_guessed if {
	facts := examples.facts({"template": {"after": {"custom_image": true, "bootstraps": null}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"template": {"after": {"custom_image": true, "bootstraps": false}}})
}
