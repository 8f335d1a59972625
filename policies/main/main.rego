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
	"FW-ADDON-001": data.fleetwright.rules.addon_compatibility.findings,
	"FW-AMI-001": data.fleetwright.rules.amazon_linux_2.findings,
	"FW-AMI-002": data.fleetwright.rules.release_age.findings,
	"FW-CAPACITY-001": data.fleetwright.rules.free_addresses.findings,
	"FW-CAPACITY-002": data.fleetwright.rules.spot_diversity.findings,
	"FW-CAPACITY-003": data.fleetwright.rules.architecture.findings,
	"FW-CAPACITY-004": data.fleetwright.rules.zone_balance.findings,
	"FW-CLUSTER-001": data.fleetwright.rules.public_endpoint.findings,
	"FW-CLUSTER-002": data.fleetwright.rules.secrets_encryption.findings,
	"FW-HEALTH-001": data.fleetwright.rules.degraded.findings,
	"FW-HEALTH-002": data.fleetwright.rules.update_in_progress.findings,
	"FW-HEALTH-003": data.fleetwright.rules.disruption_budgets.findings,
	"FW-HEALTH-004": data.fleetwright.rules.forced_update.findings,
	"FW-LIMIT-001": data.fleetwright.rules.groups_per_cluster.findings,
	"FW-LIMIT-002": data.fleetwright.rules.nodes_per_group.findings,
	"FW-LIMIT-003": data.fleetwright.rules.nodes_per_change.findings,
	"FW-LIMIT-004": data.fleetwright.rules.counts.findings,
	"FW-LIMIT-005": data.fleetwright.rules.launch_template_versions.findings,
	"FW-OWN-001": data.fleetwright.rules.required_tags.findings,
	"FW-OWN-002": data.fleetwright.rules.protected.findings,
	"FW-OWN-003": data.fleetwright.rules.deletion.findings,
	"FW-OWN-004": data.fleetwright.rules.change_freeze.findings,
	"FW-OWN-005": data.fleetwright.rules.blast_radius.findings,
	"FW-REPLACE-001": data.fleetwright.rules.replacement.findings,
	"FW-REPLACE-002": data.fleetwright.rules.fixed_name.findings,
	"FW-REPLACE-003": data.fleetwright.rules.zone_capacity.findings,
	"FW-REPLACE-004": data.fleetwright.rules.zonal_volumes.findings,
	"FW-SCALE-001": data.fleetwright.rules.scaling_bounds.findings,
	"FW-SCALE-002": data.fleetwright.rules.ignored_desired_size.findings,
	"FW-SCALE-003": data.fleetwright.rules.scale_in.findings,
	"FW-SCALE-004": data.fleetwright.rules.max_unavailable.findings,
	"FW-SKEW-001": data.fleetwright.rules.version_skew.findings,
	"FW-SKEW-002": data.fleetwright.rules.version_ahead.findings,
	"FW-SKEW-003": data.fleetwright.rules.version_downgrade.findings,
	"FW-SKEW-004": data.fleetwright.rules.release_downgrade.findings,
	"FW-SKEW-005": data.fleetwright.rules.cluster_step.findings,
	"FW-SKEW-006": data.fleetwright.rules.cluster_before_groups.findings,
	"FW-SKEW-007": data.fleetwright.rules.cluster_downgrade.findings,
	"FW-SUPPORT-001": data.fleetwright.rules.standard_support.findings,
	"FW-SUPPORT-002": data.fleetwright.rules.extended_support.findings,
	"FW-TEMPLATE-001": data.fleetwright.rules.forbidden_in_template.findings,
	"FW-TEMPLATE-002": data.fleetwright.rules.forbidden_beside_template.findings,
	"FW-TEMPLATE-003": data.fleetwright.rules.floating_template_version.findings,
	"FW-TEMPLATE-004": data.fleetwright.rules.bootstrap_without_image.findings,
	"FW-TEMPLATE-005": data.fleetwright.rules.image_without_bootstrap.findings,
	"FW-TEMPLATE-006": data.fleetwright.rules.instance_metadata.findings,
	"FW-TEMPLATE-007": data.fleetwright.rules.volume_encryption.findings,
	"FW-TEMPLATE-008": data.fleetwright.rules.reordered_lists.findings,
	"FW-TEMPLATE-009": data.fleetwright.rules.template_removed.findings,
}

undecided := {
	"FW-ADDON-001": data.fleetwright.rules.addon_compatibility.undecided,
	"FW-AMI-002": data.fleetwright.rules.release_age.undecided,
	"FW-CAPACITY-001": data.fleetwright.rules.free_addresses.undecided,
	"FW-CAPACITY-004": data.fleetwright.rules.zone_balance.undecided,
	"FW-HEALTH-001": data.fleetwright.rules.degraded.undecided,
	"FW-HEALTH-002": data.fleetwright.rules.update_in_progress.undecided,
	"FW-HEALTH-003": data.fleetwright.rules.disruption_budgets.undecided,
	"FW-LIMIT-001": data.fleetwright.rules.groups_per_cluster.undecided,
	"FW-LIMIT-002": data.fleetwright.rules.nodes_per_group.undecided,
	"FW-LIMIT-005": data.fleetwright.rules.launch_template_versions.undecided,
	"FW-OWN-001": data.fleetwright.rules.required_tags.undecided,
	"FW-OWN-005": data.fleetwright.rules.blast_radius.undecided,
	"FW-REPLACE-003": data.fleetwright.rules.zone_capacity.undecided,
	"FW-REPLACE-004": data.fleetwright.rules.zonal_volumes.undecided,
	"FW-SKEW-001": data.fleetwright.rules.version_skew.undecided,
	"FW-SUPPORT-001": data.fleetwright.rules.standard_support.undecided,
	"FW-TEMPLATE-004": data.fleetwright.rules.bootstrap_without_image.undecided,
	"FW-TEMPLATE-005": data.fleetwright.rules.image_without_bootstrap.undecided,
	"FW-TEMPLATE-006": data.fleetwright.rules.instance_metadata.undecided,
	"FW-TEMPLATE-007": data.fleetwright.rules.volume_encryption.undecided,
}
