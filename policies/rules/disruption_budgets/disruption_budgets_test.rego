package fleetwright.rules.disruption_budgets_test

import data.fleetwright.examples
import data.fleetwright.rules.disruption_budgets as rule

test_a_group_that_does_not_roll_asks_for_no_facts if {
	facts := examples.facts({"cluster": {"blocking_budgets": null}, "group": {"rolls": false}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_a_deletion_replaces_nodes_as_well if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"blocking_budgets": [{"namespace": "shop", "name": "web"}]}, "group": {"action": "delete", "after": null}})
}

test_unknown_budgets_are_undecided if {
	facts := examples.facts({"cluster": {"blocking_budgets": null}, "group": {"rolls": true}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 1 with input as facts
}
