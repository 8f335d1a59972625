package fleetwright.rules.spot_diversity_test

import data.fleetwright.examples
import data.fleetwright.rules.spot_diversity as rule

test_exactly_as_many_as_are_asked_for if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"capacity_type": "SPOT", "instance_types": ["m6i.large", "m6a.large"]}}})
}

test_the_limit_can_be_raised if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"limits": {"minSpotInstanceTypes": 3}, "group": {"after": {"capacity_type": "SPOT", "instance_types": ["m6i.large", "m6a.large"]}}})
}

test_the_limit_can_be_taken_away if {
	count(rule.findings) == 0 with input as examples.facts({"limits": {"minSpotInstanceTypes": 1}, "group": {"after": {"capacity_type": "SPOT", "instance_types": []}}, "template": {"after": {"instance_type": "m6i.large"}}})
}

test_no_types_that_are_known_give_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"capacity_type": "SPOT", "instance_types": null}}})
}
