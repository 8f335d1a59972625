import { z } from "zod";
import {
  defaultKubernetesVersion,
  findKubernetesVersion,
  supportStatus,
} from "../catalog/kubernetes-versions.js";
import type { Answer, Call } from "../protocol/call.js";
import { idempotent } from "../protocol/idempotent.js";
import { clusterKey, placeKey } from "../world/keys.js";
import type { ClusterRecord } from "../world/records.js";
import type { World } from "../world/world.js";
import { clusterView } from "./cluster-view.js";
import { invalidParameter, resourceInUse, resourceLimitExceeded } from "./eks-errors.js";
import { tagsInput } from "./nodegroup-input.js";
import { type EksInput, readBody } from "./read-input.js";
import { checkRole } from "./role-rules.js";
import { findSubnets } from "./subnet-rules.js";

export const vpcConfigInput = z.object({
  subnetIds: z.array(z.string()).optional(),
  securityGroupIds: z.array(z.string()).optional(),
  endpointPublicAccess: z.boolean().optional(),
  endpointPrivateAccess: z.boolean().optional(),
  publicAccessCidrs: z.array(z.string()).max(40).optional(),
});

export const loggingInput = z.object({
  clusterLogging: z
    .array(
      z.object({
        types: z
          .array(z.enum(["api", "audit", "authenticator", "controllerManager", "scheduler"]))
          .optional(),
        enabled: z.boolean().optional(),
      }),
    )
    .optional(),
});

const json = z.looseObject({}).optional();

const createClusterInput = z.object({
  name: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[0-9A-Za-z][A-Za-z0-9_-]*$/, "must match ^[0-9A-Za-z][A-Za-z0-9\\-_]*"),
  version: z.string().optional(),
  roleArn: z.string().min(1),
  resourcesVpcConfig: vpcConfigInput,
  kubernetesNetworkConfig: z
    .looseObject({ serviceIpv4Cidr: z.string().optional(), ipFamily: z.enum(["ipv4", "ipv6"]).optional() })
    .optional(),
  logging: loggingInput.optional(),
  clientRequestToken: z.string().optional(),
  tags: tagsInput.optional(),
  encryptionConfig: z.array(z.looseObject({})).max(1).optional(),
  accessConfig: z
    .object({
      authenticationMode: z.enum(["API", "API_AND_CONFIG_MAP", "CONFIG_MAP"]).optional(),
      bootstrapClusterCreatorAdminPermissions: z.boolean().optional(),
    })
    .optional(),
  bootstrapSelfManagedAddons: z.boolean().optional(),
  upgradePolicy: z.object({ supportType: z.enum(["STANDARD", "EXTENDED"]).optional() }).optional(),
  zonalShiftConfig: z.object({ enabled: z.boolean().optional() }).optional(),
  remoteNetworkConfig: json,
  computeConfig: json,
  storageConfig: json,
  deletionProtection: z.boolean().optional(),
  controlPlaneScalingConfig: json,
});

/** CreateCluster: the cluster is ACTIVE some ten minutes later. */
export function createCluster(call: Call, input: EksInput): Answer {
  const body = readBody(createClusterInput, input);
  const { clientRequestToken, ...request } = body;
  const members = { clusterName: body.name };
  const { world, place } = call;
  const { clusters } = world.tables;
  const key = clusterKey(place, body.name);
  const memory = idempotent(call, "CreateCluster", clientRequestToken, request, () =>
    invalidParameter("The client request token was already used with other parameters.", members),
  );
  const earlier = memory.earlier === undefined ? undefined : clusters.get(memory.earlier);
  if (earlier !== undefined) return { cluster: clusterView(call, earlier) };

  if (clusters.has(key)) throw resourceInUse(`Cluster already exists with name: ${body.name}`, members);
  if (clusters.count("place", placeKey(place)) >= world.limits.clustersPerRegion) {
    throw resourceLimitExceeded(
      `Cluster limit exceeded: ${world.limits.clustersPerRegion} clusters per region`,
      members,
    );
  }
  const version = body.version ?? defaultKubernetesVersion(world.now());
  const known = findKubernetesVersion(version);
  const tooNew = known !== undefined && Date.parse(known.released) > world.now();
  if (!world.lax && (known === undefined || tooNew || supportStatus(known, world.now()) === "UNSUPPORTED")) {
    throw invalidParameter(`unsupported Kubernetes version ${version}`, members);
  }
  checkRole(call, body.roleArn, members);
  const subnetIds = body.resourcesVpcConfig.subnetIds ?? [];
  const subnets = findSubnets(call, subnetIds, undefined, members);
  if (!world.lax && new Set(subnets.map(({ zone }) => zone)).size < 2) {
    throw invalidParameter("Subnets specified must be in at least two different AZs", members);
  }

  const cluster = clusters.put({
    ...place,
    name: body.name,
    createdAt: world.now(),
    version,
    platformVersion: `eks.${known?.platform ?? 1}`,
    roleArn: body.roleArn,
    status: world.lax ? "ACTIVE" : "CREATING",
    oidcId: world.ids.hex(32),
    subnetIds,
    securityGroupIds: body.resourcesVpcConfig.securityGroupIds ?? [],
    clusterSecurityGroupId: createClusterSecurityGroup(call, body.name, subnets[0]?.vpcId ?? ""),
    vpcId: subnets[0]?.vpcId ?? "",
    endpointPublicAccess: body.resourcesVpcConfig.endpointPublicAccess ?? true,
    endpointPrivateAccess: body.resourcesVpcConfig.endpointPrivateAccess ?? false,
    publicAccessCidrs: body.resourcesVpcConfig.publicAccessCidrs ?? ["0.0.0.0/0"],
    serviceIpv4Cidr: body.kubernetesNetworkConfig?.serviceIpv4Cidr ?? "172.20.0.0/16",
    ipFamily: body.kubernetesNetworkConfig?.ipFamily ?? "ipv4",
    enabledLogTypes: enabledLogTypes([], body.logging),
    authenticationMode: body.accessConfig?.authenticationMode ?? "CONFIG_MAP",
    supportType: body.upgradePolicy?.supportType ?? "EXTENDED",
    deletionProtection: body.deletionProtection ?? false,
    ...(body.zonalShiftConfig?.enabled === undefined ? {} : { zonalShift: body.zonalShiftConfig.enabled }),
    extra: definedMembers({
      encryptionConfig: body.encryptionConfig,
      remoteNetworkConfig: body.remoteNetworkConfig,
      computeConfig: body.computeConfig,
      storageConfig: body.storageConfig,
      controlPlaneScalingConfig: body.controlPlaneScalingConfig,
    }),
    ...(clientRequestToken === undefined ? {} : { clientRequestToken }),
    ...(world.lax
      ? {
          asGiven: definedMembers({
            resourcesVpcConfig: body.resourcesVpcConfig,
            kubernetesNetworkConfig: body.kubernetesNetworkConfig,
            logging: body.logging,
          }),
        }
      : {}),
    tags: body.tags ?? {},
    issues: [],
  });
  memory.remember(key);
  world.schedule(world.timings.clusterCreate, { type: "cluster-active", cluster: key });
  return { cluster: clusterView(call, cluster) };
}

export function clusterActive(world: World, key: string): void {
  world.tables.clusters.update(key, (row) =>
    row.status === "CREATING" ? { ...row, status: "ACTIVE" } : row,
  );
}

/** The log types that are on after a change of some of them. */
export function enabledLogTypes(
  before: readonly string[],
  logging: z.output<typeof loggingInput> | undefined,
): string[] {
  const enabled = new Set(before);
  for (const { types, enabled: on } of logging?.clusterLogging ?? []) {
    for (const type of types ?? []) {
      if (on === true) enabled.add(type);
      else enabled.delete(type);
    }
  }
  return [...enabled].sort();
}

export function definedMembers(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function createClusterSecurityGroup(call: Call, cluster: string, vpcId: string): string {
  const group: ClusterRecord["clusterSecurityGroupId"] = call.world.ids.ec2("sg");
  call.world.tables.securityGroups.put({
    ...call.place,
    id: group,
    name: `eks-cluster-sg-${cluster}-${group.slice(-9)}`,
    description:
      "EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.",
    vpcId,
    tags: { [`kubernetes.io/cluster/${cluster}`]: "owned", "aws:eks:cluster-name": cluster },
  });
  return group;
}
