package fleetwright.examples_test

import data.fleetwright.examples
import data.fleetwright.main

# Every example gets the verdict that it names from its own rule.
test_every_example_gets_its_verdict if {
	wrong := {sprintf("%s: %s: %s, not %s", [example.rule, example.name, given, example.verdict]) |
		some example in examples.all
		given := verdict(example)
		given != example.verdict
	}
	print(concat("\n", wrong))
	count(wrong) == 0
}

test_every_rule_has_a_bad_and_a_good_example if {
	rules := object.keys(main.findings) with input as examples.facts({})
	every rule in rules {
		some bad in examples.all
		bad.rule == rule
		bad.verdict in {"deny", "warn"}
		some good in examples.all
		good.rule == rule
		good.verdict == "pass"
	}
}

test_what_can_be_undecided_has_an_example if {
	rules := object.keys(main.undecided) with input as examples.facts({})
	every rule in rules {
		some example in examples.all
		example.rule == rule
		example.verdict == "undecided"
	}
}

test_the_healthy_cluster_is_fine if {
	result := main.result with input as examples.facts({})
	found := {rule | some rule; count(result.findings[rule]) > 0}
	open := {rule | some rule; count(result.undecided[rule]) > 0}
	print(found, open)
	count(found | open) == 0
}

# The severity that a finding gives itself goes before the rule's own, which only the host knows.
verdict(example) := "standing" if {
	some finding in found(example)
	finding.standing
} else := severity if {
	severities := {object.get(finding, "severity", "rule's") | some finding in found(example)}
	some severity in severities
	severity != "rule's"
} else := example.verdict if {
	count(found(example)) > 0
	example.verdict in {"deny", "warn"}
} else := "deny" if {
	count(found(example)) > 0
} else := "undecided" if {
	count(open(example)) > 0
} else := "pass"

found(example) := findings if {
	findings := main.findings[example.rule] with input as example.facts
}

open(example) := undecided if {
	undecided := main.undecided[example.rule] with input as example.facts
}
