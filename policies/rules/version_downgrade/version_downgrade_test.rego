package fleetwright.rules.version_downgrade_test

import data.fleetwright.examples
import data.fleetwright.rules.version_downgrade as rule

test_level_passes if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"side": {"minor": 33}}})
}

test_a_replacement_may_go_back if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "replace", "after": {"minor": 33}}})
}

test_an_unknown_version_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"minor": null}}})
}
