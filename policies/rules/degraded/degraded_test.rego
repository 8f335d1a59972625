package fleetwright.rules.degraded_test

import data.fleetwright.examples
import data.fleetwright.rules.degraded as rule

test_a_replacement_is_not_judged if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"action": "replace", "status": "DEGRADED"}})
}

test_an_unknown_status_gives_no_finding if {
	count(rule.findings) == 0 with input as examples.facts({"group": {"status": null}})
}
