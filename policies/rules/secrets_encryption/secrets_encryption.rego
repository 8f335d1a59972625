# METADATA
# title: Secrets not encrypted with a key of your own
# description: |
#   The planned cluster has no encryption_config for secrets: Kubernetes secrets are then encrypted with a
#   key of AWS's only, which you can neither revoke nor audit.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-CLUSTER-002
#   severity: warn
#   recommended_action: |
#     Add encryption_config with resources = ["secrets"] and a KMS key. It can be added in place, and never
#     be taken away again.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
package fleetwright.rules.secrets_encryption

import data.fleetwright.lib

findings contains object.union(lib.cluster_finding(cluster, standing, message), place) if {
	some cluster in input.clusters
	cluster.secrets_encryption == false
	standing := cluster.action in lib.idle
	message := sprintf("%s does not encrypt secrets with a key of your own", [lib.cluster_name(cluster)])
	place := object.union(lib.place(cluster), {"attribute": ["encryption_config"]})
}
