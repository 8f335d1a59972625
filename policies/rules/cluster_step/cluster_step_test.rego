package fleetwright.rules.cluster_step_test

import data.fleetwright.examples
import data.fleetwright.rules.cluster_step as rule

test_one_step_passes if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "minor_after": 35}})
}

test_two_do_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "minor_after": 36}})
}

test_the_limit_can_be_raised if {
	count(rule.findings) == 0 with input as examples.facts({"limits": {"maxClusterMinorStep": 2}, "cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "minor_after": 36}})
}

test_a_new_cluster_has_no_step if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "minor_before": null, "minor_after": 36}})
}
