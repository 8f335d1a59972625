package fleetwright.rules.change_freeze_test

import data.fleetwright.examples
import data.fleetwright.rules.change_freeze as rule

test_an_add_on_alone_is_a_change if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"freezes": ["sale"]}, "group": {"action": "no-op"}, "addon": {"action": "update"}})
}

test_a_launch_template_alone_is_a_change if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"cluster": {"freezes": ["sale"]}, "group": {"action": "no-op"}, "template": {"action": "update"}})
}

test_to_forget_is_no_change if {
	count(rule.findings) == 0 with input as examples.facts({"cluster": {"freezes": ["sale"]}, "group": {"action": "forget"}})
}
