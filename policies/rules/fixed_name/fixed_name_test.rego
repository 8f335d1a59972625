package fleetwright.rules.fixed_name_test

import data.fleetwright.examples
import data.fleetwright.rules.fixed_name as rule

test_the_old_one_goes_first if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "replace", "keeps_name": true}})
}

test_a_new_name_is_free if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "replace", "create_before_destroy": true, "keeps_name": false}})
}

test_an_update_has_no_second_name if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"create_before_destroy": true}})
}
