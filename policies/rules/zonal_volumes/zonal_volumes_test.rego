package fleetwright.rules.zonal_volumes_test

import data.fleetwright.examples
import data.fleetwright.rules.zonal_volumes as rule

test_a_single_volume_is_enough if {
	[finding.standing | some finding in rule.findings] == [false] with input as examples.facts({"group": {"action": "delete", "after": null, "zones_after": null, "zonal_volumes": 1}})
}

test_another_group_stays_in_the_zone if {
	facts := examples.facts({"groups": [{"action": "delete", "after": null, "zones_after": null, "zonal_volumes": 3}, {"address": "aws_eks_node_group.b", "action": "no-op"}]})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}

test_with_its_cluster_the_volumes_go_as_well if {
	facts := examples.facts({"cluster": {"action": "delete"}, "group": {"action": "delete", "after": null, "zones_after": null, "zonal_volumes": 3}})
	count(rule.findings) == 0 with input as facts
	count(rule.undecided) == 0 with input as facts
}
