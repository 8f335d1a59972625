import { clusterKey, inPlace, nodegroupKey, placeKey } from "./keys.js";
import type * as r from "./records.js";
import { type ChangeListener, createTable } from "./table.js";

export type Tables = ReturnType<typeof createTables>;

/** The tables of a world with their keys and indexes. */
export function createTables(listener: ChangeListener) {
  return {
    clusters: createTable<r.ClusterRecord>(
      { name: "clusters", key: (row) => clusterKey(row, row.name), indexes: { place: placeKey } },
      listener,
    ),
    nodegroups: createTable<r.NodegroupRecord>(
      {
        name: "nodegroups",
        key: (row) => nodegroupKey(row, row.cluster, row.name),
        indexes: { cluster: (row) => clusterKey(row, row.cluster) },
      },
      listener,
    ),
    updates: createTable<r.UpdateRecord>(
      { name: "updates", key: (row) => row.id, indexes: { owner: updateOwner } },
      listener,
    ),
    rollouts: createTable<r.RolloutRecord>({ name: "rollouts", key: (row) => row.updateId }, listener),
    launchTemplates: createTable<r.LaunchTemplateRecord>(
      {
        name: "launchTemplates",
        key: (row) => inPlace(row, row.id),
        indexes: { place: placeKey, name: (row) => inPlace(row, row.name) },
      },
      listener,
    ),
    launchTemplateVersions: createTable<r.LaunchTemplateVersionRecord>(
      {
        name: "launchTemplateVersions",
        key: (row) => `${row.templateId}/${row.version}`,
        indexes: { template: (row) => row.templateId },
      },
      listener,
    ),
    vpcs: createTable<r.VpcRecord>(
      { name: "vpcs", key: (row) => inPlace(row, row.id), indexes: { place: placeKey } },
      listener,
    ),
    subnets: createTable<r.SubnetRecord>(
      { name: "subnets", key: (row) => inPlace(row, row.id), indexes: { place: placeKey } },
      listener,
    ),
    securityGroups: createTable<r.SecurityGroupRecord>(
      { name: "securityGroups", key: (row) => inPlace(row, row.id), indexes: { place: placeKey } },
      listener,
    ),
    keyPairs: createTable<r.KeyPairRecord>(
      { name: "keyPairs", key: (row) => inPlace(row, row.name), indexes: { place: placeKey } },
      listener,
    ),
    placementGroups: createTable<r.PlacementGroupRecord>(
      { name: "placementGroups", key: (row) => inPlace(row, row.name), indexes: { place: placeKey } },
      listener,
    ),
    images: createTable<r.ImageRecord>(
      { name: "images", key: (row) => inPlace(row, row.id), indexes: { place: placeKey } },
      listener,
    ),
    autoScalingGroups: createTable<r.AsgRecord>(
      { name: "autoScalingGroups", key: (row) => inPlace(row, row.name), indexes: { place: placeKey } },
      listener,
    ),
    instances: createTable<r.InstanceRecord>(
      {
        name: "instances",
        key: (row) => row.id,
        indexes: {
          place: placeKey,
          asg: (row) => inPlace(row, row.asg),
          subnet: (row) => (row.state === "terminated" ? undefined : inPlace(row, row.subnetId)),
        },
      },
      listener,
    ),
    activities: createTable<r.ActivityRecord>(
      { name: "activities", key: (row) => row.id, indexes: { asg: (row) => inPlace(row, row.asg) } },
      listener,
    ),
    parameters: createTable<r.ParameterRecord>(
      { name: "parameters", key: (row) => inPlace(row, row.name), indexes: { place: placeKey } },
      listener,
    ),
    roles: createTable<r.RoleRecord>(
      {
        name: "roles",
        key: (row) => `${row.account}/${row.name}`,
        indexes: { account: (row) => row.account },
      },
      listener,
    ),
    policies: createTable<r.PolicyRecord>(
      { name: "policies", key: (row) => row.arn, indexes: { account: (row) => row.account } },
      listener,
    ),
    oidcProviders: createTable<r.OidcProviderRecord>(
      { name: "oidcProviders", key: (row) => row.arn, indexes: { account: (row) => row.account } },
      listener,
    ),
    kubernetes: createTable<r.KubernetesRecord>(
      {
        name: "kubernetes",
        key: (row) => kubernetesKey(row, row.resource, row.namespace, row.name),
        indexes: {
          resource: (row) => inCluster(row, row.resource),
          cluster: (row) => clusterKey(row, row.cluster),
        },
      },
      listener,
    ),
    kubernetesSyncs: createTable<r.KubernetesSyncRecord>(
      { name: "kubernetesSyncs", key: (row) => clusterKey(row, row.cluster) },
      listener,
    ),
    certificates: createTable<r.CertificateRecord>(
      { name: "certificates", key: (row) => row.name },
      listener,
    ),
    sessions: createTable<r.SessionRecord>({ name: "sessions", key: (row) => row.accessKeyId }, listener),
    addons: createTable<r.AddonRecord>(
      {
        name: "addons",
        key: (row) => inCluster(row, row.name),
        indexes: { cluster: (row) => clusterKey(row, row.cluster) },
      },
      listener,
    ),
    fargateProfiles: createTable<r.FargateProfileRecord>(
      {
        name: "fargateProfiles",
        key: (row) => inCluster(row, row.name),
        indexes: { cluster: (row) => clusterKey(row, row.cluster) },
      },
      listener,
    ),
    podIdentities: createTable<r.PodIdentityRecord>(
      {
        name: "podIdentities",
        key: (row) => inCluster(row, row.id),
        indexes: { cluster: (row) => clusterKey(row, row.cluster) },
      },
      listener,
    ),
    accessEntries: createTable<r.AccessEntryRecord>(
      {
        name: "accessEntries",
        key: (row) => inCluster(row, row.principalArn),
        indexes: { cluster: (row) => clusterKey(row, row.cluster) },
      },
      listener,
    ),
    insights: createTable<r.InsightRecord>(
      {
        name: "insights",
        key: (row) => inCluster(row, row.id),
        indexes: { cluster: (row) => clusterKey(row, row.cluster) },
      },
      listener,
    ),
    troubles: createTable<r.TroubleRecord>(
      {
        name: "troubles",
        key: (row) => row.id,
        indexes: { nodegroup: (row) => nodegroupKey(row, row.cluster, row.nodegroup) },
      },
      listener,
    ),
    shortages: createTable<r.ShortageRecord>(
      { name: "shortages", key: (row) => row.id, indexes: { place: placeKey } },
      listener,
    ),
    pinnedReleases: createTable<r.PinnedReleasesRecord>(
      { name: "pinnedReleases", key: (row) => row.minor },
      listener,
    ),
    tokens: createTable<r.TokenRecord>(
      { name: "tokens", key: (row) => inPlace(row, `${row.operation}/${row.token}`) },
      listener,
    ),
  };
}

/** Something of a cluster, by its own name. */
export function inCluster(row: r.Place & { readonly cluster: string }, name: string): string {
  return `${clusterKey(row, row.cluster)}/${name}`;
}

export function kubernetesKey(
  row: r.Place & { readonly cluster: string },
  resource: string,
  namespace: string,
  name: string,
): string {
  return inCluster(row, `${resource}/${namespace}/${name}`);
}

/** What an update belongs to: a cluster, one of its node groups or one of its add-ons. */
export function updateOwner(
  update: r.Place & Pick<r.UpdateRecord, "cluster" | "nodegroup" | "addon">,
): string {
  const cluster = clusterKey(update, update.cluster);
  if (update.nodegroup !== undefined) return `${cluster}/nodegroup/${update.nodegroup}`;
  return update.addon === undefined ? cluster : `${cluster}/addon/${update.addon}`;
}
