# Written by `npm run policies` from the folders in policies/rules.

# METADATA
# title: Verdict of all rules
# schemas:
#   - input: schema.facts
package fleetwright.main

import data.fleetwright.lib

# The host compares `seen` with what it sent: an evaluation that saw nothing has not found nothing.
result := {"seen": seen, "findings": findings, "undecided": undecided}

seen := {
	"schema_version": input.schema_version,
	"clusters": count(input.clusters),
	"groups": count(lib.groups),
	"launch_templates": count(lib.launch_templates),
}

findings := {
	"FW-LIMIT-001": data.fleetwright.rules.groups_per_cluster.findings,
	"FW-LIMIT-002": data.fleetwright.rules.nodes_per_group.findings,
	"FW-REPLACE-003": data.fleetwright.rules.zone_capacity.findings,
	"FW-SCALE-001": data.fleetwright.rules.scaling_bounds.findings,
	"FW-SCALE-002": data.fleetwright.rules.ignored_desired_size.findings,
	"FW-SKEW-001": data.fleetwright.rules.version_skew.findings,
	"FW-SKEW-002": data.fleetwright.rules.version_ahead.findings,
	"FW-SKEW-003": data.fleetwright.rules.version_downgrade.findings,
	"FW-SKEW-004": data.fleetwright.rules.release_downgrade.findings,
	"FW-SKEW-005": data.fleetwright.rules.cluster_step.findings,
	"FW-SKEW-006": data.fleetwright.rules.cluster_before_groups.findings,
	"FW-SKEW-007": data.fleetwright.rules.cluster_downgrade.findings,
}

undecided := {
	"FW-LIMIT-002": data.fleetwright.rules.nodes_per_group.undecided,
	"FW-REPLACE-003": data.fleetwright.rules.zone_capacity.undecided,
	"FW-SKEW-001": data.fleetwright.rules.version_skew.undecided,
}
