package fleetwright.rules.template_removed_test

import data.fleetwright.examples
import data.fleetwright.rules.template_removed as rule

test_a_group_without_a_template_has_none_to_lose if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"side": {"launch_template": null}}})
}
