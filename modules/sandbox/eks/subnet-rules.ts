import type { Call } from "../protocol/call.js";
import { inPlace } from "../world/keys.js";
import type { SubnetRecord } from "../world/records.js";
import { invalidParameter } from "./eks-errors.js";

/**
 * The subnets of a cluster or node group: all must exist and lie in one VPC, the cluster's where it has one.
 * @throws InvalidParameterException
 */
export function findSubnets(
  call: Call,
  ids: readonly string[],
  vpcId: string | undefined,
  members: Readonly<Record<string, unknown>>,
): SubnetRecord[] {
  const subnets = ids.flatMap((id) => call.world.tables.subnets.get(inPlace(call.place, id)) ?? []);
  if (call.world.lax) return subnets;
  for (const id of ids) {
    if (!call.world.tables.subnets.has(inPlace(call.place, id))) {
      throw invalidParameter(`The subnet ID '${id}' does not exist`, members);
    }
  }
  const expected = vpcId === undefined || vpcId === "" ? subnets[0]?.vpcId : vpcId;
  const foreign = subnets.filter((subnet) => subnet.vpcId !== expected);
  if (foreign.length > 0) {
    throw invalidParameter(
      `Subnets [${foreign.map(({ id }) => id).join(", ")}] are not in the VPC ${expected ?? ""}`,
      members,
    );
  }
  return subnets;
}
