package fleetwright.rules.secrets_encryption_test

import data.fleetwright.examples
import data.fleetwright.rules.secrets_encryption as rule

test_what_is_not_known_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"stack": "prod", "address": "aws_eks_cluster.prod", "action": "update", "secrets_encryption": null}})
}
