package fleetwright.rules.protected_test

import data.fleetwright.examples
import data.fleetwright.rules.protected as rule

test_an_update_is_allowed if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"protected": true}})
}

test_to_forget_removes_nothing if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"protected": true, "action": "forget"}})
}

test_a_protected_cluster_does_not_protect_its_groups if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"protected": true}, "group": {"action": "delete", "after": null}})
}
