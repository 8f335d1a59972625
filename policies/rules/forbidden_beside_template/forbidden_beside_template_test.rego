package fleetwright.rules.forbidden_beside_template_test

import data.fleetwright.examples
import data.fleetwright.rules.forbidden_beside_template as rule

test_without_a_launch_template_both_are_allowed if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"launch_template": null, "disk_size": true, "remote_access": true}, "launch_template": null}})
}

test_a_version_that_only_follows_the_cluster_is_not_set if {
	count(rule.findings) == 0 with input as examples.facts({"template": {"after": {"custom_image": true}}, "group": {"action": "create", "follows_cluster": true, "after": {"ami_type": "CUSTOM", "version": "1.34", "release_version": null}}})
}

test_an_update_tells_what_eks_computed if {
	count(rule.findings) == 0 with input as examples.facts({"template": {"after": {"custom_image": true}}, "group": {"action": "update"}})
}
