import { findKubernetesVersion } from "../catalog/kubernetes-versions.js";
import { digest, ec2IdOf } from "../world/ids.js";
import { inPlace } from "../world/keys.js";
import type { ClusterRecord, Place, SubnetRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { applyNodegroups } from "./apply-nodegroups.js";
import type { Seed, SeedCluster } from "./seed-schema.js";

/** Puts a cluster into the world, with its network and node groups, all of it ACTIVE. */
export function applyCluster(
  world: World,
  place: Place,
  name: string,
  seed: SeedCluster,
  defaults: Seed["defaults"],
): void {
  const version = seed.version ?? defaults.version ?? "1.33";
  const identity = digest(`${place.account}/${place.region}/${name}`);
  const subnets = applyNetwork(world, place, name, seed, defaults);
  const clusterSecurityGroupId = ec2IdOf("sg", `${identity}/cluster`);
  const vpcId = subnets[0]?.vpcId ?? "";
  putSecurityGroup(world, place, clusterSecurityGroupId, `eks-cluster-sg-${name}`, vpcId);
  for (const group of seed.securityGroups ?? []) putSecurityGroup(world, place, group, group, vpcId);
  const cluster: ClusterRecord = world.tables.clusters.put({
    ...place,
    name,
    createdAt: world.now(),
    version,
    platformVersion: `eks.${findKubernetesVersion(version)?.platform ?? 1}`,
    roleArn: seed.roleArn ?? `arn:aws:iam::${place.account}:role/${defaults.clusterRole ?? "eks-cluster"}`,
    status: "ACTIVE",
    oidcId: identity.slice(0, 32).toUpperCase(),
    subnetIds: subnets.map(({ id }) => id),
    securityGroupIds: seed.securityGroups ?? [],
    clusterSecurityGroupId,
    vpcId,
    endpointPublicAccess: seed.endpointPublicAccess ?? true,
    endpointPrivateAccess: seed.endpointPrivateAccess ?? false,
    publicAccessCidrs: ["0.0.0.0/0"],
    serviceIpv4Cidr: "172.20.0.0/16",
    ipFamily: "ipv4",
    enabledLogTypes: seed.logging ?? [],
    authenticationMode: seed.authenticationMode ?? "API_AND_CONFIG_MAP",
    supportType: seed.supportType ?? "EXTENDED",
    deletionProtection: seed.deletionProtection ?? false,
    extra: {},
    tags: seed.tags ?? {},
    issues: [],
  });
  applyNodegroups(world, cluster, subnets, seed.nodegroups, defaults);
}

function applyNetwork(
  world: World,
  place: Place,
  cluster: string,
  seed: SeedCluster,
  defaults: Seed["defaults"],
): SubnetRecord[] {
  const key = `${place.account}/${place.region}/${cluster}`;
  const vpcId = seed.vpc?.id ?? ec2IdOf("vpc", key);
  const cidr = seed.vpc?.cidr ?? "10.0.0.0/16";
  if (!world.tables.vpcs.has(inPlace(place, vpcId))) {
    world.tables.vpcs.put({ ...place, id: vpcId, cidr, isDefault: false, tags: { Name: cluster } });
  }
  const zones = seed.zones ?? (seed.subnets === undefined ? defaults.zones : Object.keys(seed.subnets));
  return (zones ?? ["a", "b", "c"]).map((zone, index) => {
    const given = seed.subnets?.[zone];
    const own = typeof given === "string" ? { id: given } : given;
    const id = own?.id ?? ec2IdOf("subnet", `${key}/${zone}`);
    const existing = world.tables.subnets.get(inPlace(place, id));
    if (existing !== undefined) return existing;
    return world.tables.subnets.put({
      ...place,
      id,
      vpcId,
      cidr: own?.cidr ?? subnetCidr(cidr, index),
      zone: zone.length === 1 ? `${place.region}${zone}` : zone,
      public: false,
      usedAddresses: own?.usedAddresses ?? 0,
      tags: own?.tags ?? { Name: `${cluster}-${zone}`, [`kubernetes.io/cluster/${cluster}`]: "shared" },
    });
  });
}

/** The `index`-th /19 of a /16, as a cluster's private subnets usually are. */
function subnetCidr(vpcCidr: string, index: number): string {
  const [first = "10", second = "0"] = vpcCidr.split(".");
  return `${first}.${second}.${(index * 32) % 256}.0/19`;
}

function putSecurityGroup(world: World, place: Place, id: string, name: string, vpcId: string): void {
  if (world.tables.securityGroups.has(inPlace(place, id))) return;
  world.tables.securityGroups.put({ ...place, id, name, description: name, vpcId, tags: {} });
}
