package fleetwright.rules.release_age_test

import data.fleetwright.examples
import data.fleetwright.rules.release_age as rule

test_exactly_the_limit_passes if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"release_age_days": 120}}})
}

test_one_day_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"release_age_days": 121}}})
}

test_the_limit_can_be_lowered if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"limits": {"maxReleaseAgeDays": 27}})
}

test_an_unknown_age_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"release_age_days": null}}})
}
