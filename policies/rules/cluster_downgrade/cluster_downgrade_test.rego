package fleetwright.rules.cluster_downgrade_test

import data.fleetwright.examples
import data.fleetwright.rules.cluster_downgrade as rule

test_one_back_is_found if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "action": "update", "minor_after": 33}})
}

test_a_cluster_made_anew_does_not_go_back if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "action": "replace", "minor_after": 33}})
}

test_an_unknown_version_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "action": "update", "minor_after": null}})
}
