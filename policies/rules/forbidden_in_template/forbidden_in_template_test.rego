package fleetwright.rules.forbidden_in_template_test

import data.fleetwright.examples
import data.fleetwright.rules.forbidden_in_template as rule

test_unknown_facts_give_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"template": {"action": "update", "after": {"iam_instance_profile": null, "spot_market": null, "hibernation": null}}})
}

test_each_one_is_a_finding_of_its_own if {
	count(rule.findings) == 2 with input as examples.facts({"template": {"action": "update", "after": {"spot_market": true, "hibernation": true}}})
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"template": {"after": {"hibernation": true}}})
}
