# METADATA
# title: Volume not encrypted
# description: |
#   A block device of the launch template is not marked as encrypted. Whether it is encrypted all the same
#   then hangs on an account setting that nobody sees in the plan.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-TEMPLATE-007
#   severity: warn
#   recommended_action: |
#     Set encrypted = true in the ebs block, with a kms_key_id if the default key is not wanted.
#   links:
#     - https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html
package fleetwright.rules.volume_encryption

import data.fleetwright.lib

findings contains lib.finding_at(cluster, template, ["block_device_mappings"], message) if {
	some [cluster, template, _] in lib.launch_templates
	not "encryption" in template.unknown
	count(template.after.unencrypted_volumes) > 0
	message := sprintf("%s: %s not encrypted", [template.address, named(template.after.unencrypted_volumes)])
}

undecided contains lib.undecided(cluster, template, "it is only known after apply whether volumes are encrypted") if {
	some [cluster, template, _] in lib.launch_templates
	"encryption" in template.unknown
}

named([name]) := sprintf("%s is", [name])

named(names) := sprintf("%s are", [concat(", ", names)]) if count(names) > 1
