package fleetwright.rules.deletion_test

import data.fleetwright.examples
import data.fleetwright.rules.deletion as rule

test_a_replacement_is_another_rules_concern if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "replace"}})
}

test_to_forget_deletes_nothing if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "forget"}})
}

test_an_unknown_size_does_not_hide_it if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"action": "delete", "before": {"desired": null}}})
}

test_a_cluster_that_is_deleted_is_found if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"action": "delete", "stack": "prod", "address": "aws_eks_cluster.prod"}})
}
