package fleetwright.rules.zone_balance_test

import data.fleetwright.examples
import data.fleetwright.rules.zone_balance as rule

test_exactly_the_share_passes if {
	facts := examples.facts({"groups": [{"after": {"max": 10}}, {"address": "aws_eks_node_group.b", "zones_after": ["eu-central-1b"], "after": {"max": 5}}]})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_one_node_fewer_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"groups": [{"after": {"max": 10}}, {"address": "aws_eks_node_group.b", "zones_after": ["eu-central-1b"], "after": {"max": 4}}]})
}

test_the_limit_can_be_raised if {
	facts := examples.facts({"limits": {"maxZoneImbalancePercent": 60}, "groups": [{"after": {"max": 10}}, {"address": "aws_eks_node_group.b", "zones_after": ["eu-central-1b"], "after": {"max": 4}}]})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_groups_over_several_zones_balance_themselves if {
	facts := examples.facts({"groups": [{"zones_after": ["eu-central-1a", "eu-central-1b"]}, {"address": "aws_eks_node_group.b", "zones_after": ["eu-central-1b"], "after": {"max": 1}}]})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_what_is_left_alone_needs_no_zones if {
	facts := examples.facts({"group": {"action": "no-op", "zones_after": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
