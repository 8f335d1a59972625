package fleetwright.rules.replacement_test

import data.fleetwright.examples
import data.fleetwright.rules.replacement as rule

test_an_unknown_reason_does_not_hide_it if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"action": "replace"}})
}

test_a_deletion_is_another_rules_concern if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "delete", "after": null}})
}

test_the_attribute_is_the_first_step_of_the_path if {
	facts := examples.facts({"group": {"action": "replace", "replace_paths": ["launch_template[0].id"]}})
	[finding.attribute | some finding in rule.findings] == [["launch_template"]] with input as facts
}
