package fleetwright.rules.public_endpoint_test

import data.fleetwright.examples
import data.fleetwright.rules.public_endpoint as rule

test_an_endpoint_that_is_off_is_open_to_nobody if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "action": "update", "public_endpoint": {"enabled": false, "open_to_the_world": true}}})
}

test_what_is_not_known_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "action": "update", "public_endpoint": null}})
}
