package fleetwright.rules.volume_encryption_test

import data.fleetwright.examples
import data.fleetwright.rules.volume_encryption as rule

test_no_volumes_of_its_own if {
	facts := examples.facts({"template": {"action": "update", "after": {"unencrypted_volumes": []}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_a_template_that_is_deleted_is_not_judged if {
	facts := examples.facts({"template": {"action": "delete", "after": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"template": {"after": {"unencrypted_volumes": ["/dev/xvda"]}}})
}
