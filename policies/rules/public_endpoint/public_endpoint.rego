# METADATA
# title: Cluster endpoint open to the world
# description: |
#   The planned cluster has a public API endpoint that every address may reach. Whoever holds a credential,
#   or finds a hole in the API server, needs nothing else.
# schemas:
#   - input: schema.facts
# custom:
#   id: FW-CLUSTER-001
#   severity: warn
#   recommended_action: |
#     Set endpoint_public_access = false, or give public_access_cidrs.
#   links:
#     - https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
package fleetwright.rules.public_endpoint

import data.fleetwright.lib

findings contains object.union(lib.cluster_finding(cluster, standing, message), place) if {
	some cluster in input.clusters
	cluster.public_endpoint.enabled
	cluster.public_endpoint.open_to_the_world
	standing := cluster.action in lib.idle
	message := sprintf("the API endpoint of %s is open to every address", [lib.cluster_name(cluster)])
	place := object.union(lib.place(cluster), {"attribute": ["vpc_config"]})
}
