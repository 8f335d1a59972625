package fleetwright.rules.addon_compatibility_test

import data.fleetwright.examples
import data.fleetwright.rules.addon_compatibility as rule

test_an_add_on_that_is_deleted_is_not_judged if {
	facts := examples.facts({"addon": {"action": "delete", "compatible_with": [33]}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_what_is_not_known_and_left_alone_is_not_undecided if {
	facts := examples.facts({"addon": {"compatible_with": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_an_unknown_cluster_version_gives_no_finding if {
	facts := examples.facts({"cluster": {"minor_after": null}, "addon": {"action": "update", "compatible_with": [33]}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
