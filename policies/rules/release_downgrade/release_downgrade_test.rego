package fleetwright.rules.release_downgrade_test

import data.fleetwright.examples
import data.fleetwright.rules.release_downgrade as rule

test_the_same_release_passes if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "update"}})
}

test_one_rank_back_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"after": {"release_rank": 3400020484}}})
}

test_releases_of_other_images_do_not_compare if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"release_rank": 1, "ami_type": "BOTTLEROCKET_x86_64"}}})
}

test_an_older_minor_is_another_rules_concern if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"release_rank": 1, "minor": 33}}})
}

test_an_unknown_release_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"release_rank": null}}})
}
