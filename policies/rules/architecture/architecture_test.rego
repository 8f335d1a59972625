package fleetwright.rules.architecture_test

import data.fleetwright.examples
import data.fleetwright.rules.architecture as rule

test_no_known_architecture_of_the_types_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"instance_architectures": null}}})
}

test_an_image_of_unknown_architecture_fits_types_of_one if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"after": {"architecture": null, "instance_architectures": ["arm64"]}}})
}

test_what_stands_so_is_standing if {
	[finding.standing | some finding in rule.findings] == [true] with input as examples.facts({"group": {"action": "no-op", "after": {"instance_architectures": ["arm64"]}}})
}
