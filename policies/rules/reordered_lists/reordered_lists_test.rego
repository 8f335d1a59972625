package fleetwright.rules.reordered_lists_test

import data.fleetwright.examples
import data.fleetwright.rules.reordered_lists as rule

test_an_order_that_changes_beside_something_else_rolls_for_a_reason if {
	count(rule.findings) == 0 with input as examples.facts({"template": {"action": "update", "reordered": ["block_device_mappings"]}})
}

test_each_list_is_a_finding_of_its_own if {
	count(rule.findings) == 2 with input as examples.facts({"template": {"action": "update", "only_reordered": true, "reordered": ["block_device_mappings", "tag_specifications"]}})
}
