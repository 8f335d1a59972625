package fleetwright.rules.launch_template_versions_test

import data.fleetwright.examples
import data.fleetwright.rules.launch_template_versions as rule

test_exactly_the_limit_passes if {
	facts := examples.facts({"template": {"action": "update", "versions": 9000}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_one_more_does_not if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"template": {"action": "update", "versions": 9001}})
}

test_an_unknown_count_of_a_young_template_needs_no_facts if {
	facts := examples.facts({"template": {"action": "update", "versions": null, "before": {"latest_version": 9000}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_of_an_old_one_it_is_undecided if {
	facts := examples.facts({"template": {"action": "update", "versions": null, "before": {"latest_version": 9001}}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 1 with input as facts
}

test_a_template_that_stays_gets_no_version if {
	facts := examples.facts({"template": {"versions": 9999}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
