package fleetwright.rules.forced_update_test

import data.fleetwright.examples
import data.fleetwright.rules.forced_update as rule

test_force_without_nodes_that_roll if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"force": true}, "rolls": false}})
}

test_a_new_group_has_nothing_to_force if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "create", "before": null, "after": {"force": true}, "rolls": true}})
}
