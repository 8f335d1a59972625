package fleetwright.rules.update_in_progress_test

import data.fleetwright.examples
import data.fleetwright.rules.update_in_progress as rule

test_a_new_group_has_no_update if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "create", "before": null, "update_in_progress": true}})
}

test_a_deletion_waits_as_well if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"action": "delete", "after": null, "update_in_progress": true}})
}
