package fleetwright.rules.free_addresses_test

import data.fleetwright.examples
import data.fleetwright.rules.free_addresses as rule

test_exactly_what_is_needed_and_kept_back if {
	facts := examples.facts({"demand": {"nodes": 2, "addresses": 40, "free_ips": 48}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_one_address_fewer if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"demand": {"nodes": 2, "addresses": 40, "free_ips": 47}})
}

test_the_reserve_is_for_each_subnet if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"demand": {"nodes": 2, "addresses": 40, "free_ips": 48, "subnet_count": 2}})
}

test_the_reserve_can_be_lowered if {
	facts := examples.facts({"limits": {"freeIpsReserve": 0}, "demand": {"nodes": 2, "addresses": 40, "free_ips": 40}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_an_unknown_number_of_nodes_is_undecided if {
	facts := examples.facts({"demand": {"nodes": null, "addresses": null}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 1 with input as facts
}
