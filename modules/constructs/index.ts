/** CDKTF constructs for EKS managed node groups, usable in any CDKTF app. */
export { AmiLookup, type AmiLookupProps } from "./ami-lookup.js";
export { eksOptimizedParameter } from "./eks-optimized-parameter.js";
export type { ClusterConnection } from "./generated-user-data.js";
export { NodeUserData, type NodeUserDataProps } from "./node-user-data.js";
export { type MemberZone, zonalMembers } from "./zonal-members.js";
export { ZonalNodeGroup } from "./zonal-node-group.js";
export type {
  NodeGroupImage,
  NodeGroupRepair,
  NodeGroupTaint,
  NodeGroupVolume,
  ZonalNodeGroupMember,
  ZonalNodeGroupProps,
} from "./zonal-node-group-props.js";
