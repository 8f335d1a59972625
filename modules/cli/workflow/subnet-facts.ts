import { type AwsClients, awsError, awsErrorFacts, awsTargetOf, isUnreachable } from "../../aws/index.js";
import type { JsonValue, ResourceChange } from "../../plan/index.js";
import { evaluateProviders } from "../../planner/index.js";
import type { LiveSubnet } from "../../policy/index.js";
import type { PlannedStack } from "./plan-stacks.js";

/** EC2 takes so many values in one filter. */
const IDS_PER_CALL = 200;

/**
 * Zone and free addresses of the subnets of every stack whose node groups change, for the gate: one
 * DescribeSubnets for up to 200 of an account and region. Groups of such a stack that stay as they are count as
 * well, because they are what keeps a zone. What EC2 does not tell stays away, and the rules that need it say
 * that they were not decided: a right that is missing for these facts alone does not stop a plan.
 */
export async function subnetFacts(
  stacks: readonly PlannedStack[],
): Promise<{ readonly [subnetId: string]: LiveSubnet }> {
  const wanted = new Map<AwsClients, Set<string>>();
  for (const stack of stacks) {
    const groups = (stack.plan.resource_changes ?? []).filter(
      ({ mode, type }) => mode === "managed" && type === "aws_eks_node_group",
    );
    if (groups.every(({ change }) => change.actions.every((action) => action === "no-op"))) continue;
    const providers = evaluateProviders(stack.configuration);
    for (const group of groups) {
      const block = providers.get(providerKeyOf(group, stack))?.block;
      const target = block === undefined ? null : awsTargetOf(block);
      if (target === null) continue;
      const clients = stack.session.clientsFor(target);
      const ids = wanted.get(clients) ?? new Set<string>();
      wanted.set(clients, ids);
      for (const id of [...subnetsOf(group.change.before), ...subnetsOf(group.change.after)]) ids.add(id);
    }
  }
  const read = [...wanted].flatMap(([clients, ids]) =>
    batches([...ids].sort()).map((batch) => readSubnets(clients, batch)),
  );
  return Object.fromEntries((await Promise.all(read)).flat());
}

async function readSubnets(clients: AwsClients, ids: readonly string[]): Promise<[string, LiveSubnet][]> {
  const ec2 = await clients.ec2();
  try {
    // By filter: a subnet that is gone is left out then, where by id the whole call would fail.
    const { Subnets = [] } = await ec2.describeSubnets({
      Filters: [{ Name: "subnet-id", Values: [...ids] }],
    });
    return Subnets.flatMap(({ SubnetId, AvailabilityZone, AvailableIpAddressCount }) =>
      SubnetId === undefined
        ? []
        : [
            [
              SubnetId,
              {
                ...(AvailabilityZone === undefined ? {} : { zone: AvailabilityZone }),
                ...(AvailableIpAddressCount === undefined ? {} : { freeIps: AvailableIpAddressCount }),
              },
            ],
          ],
    );
  } catch (error) {
    if (awsErrorFacts(error).status !== undefined || isUnreachable(error)) return [];
    throw awsError(error, { operation: "ec2:DescribeSubnets", doing: "reading subnets for the policies" });
  }
}

/** Of a group that the configuration no longer has: its stack's default provider. */
function providerKeyOf({ address }: ResourceChange, { configuration }: PlannedStack): string {
  return configuration.resources.get(address.replace(/\[[^\]]*\]$/, ""))?.providerKey ?? "aws";
}

function subnetsOf(values: JsonValue | undefined): readonly string[] {
  if (typeof values !== "object" || values === null || Array.isArray(values) || !("subnet_ids" in values))
    return [];
  const ids = values.subnet_ids;
  return Array.isArray(ids) ? ids.filter((id) => typeof id === "string") : [];
}

function batches(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / IDS_PER_CALL);
  return Array.from({ length: count }, (_, index) =>
    ids.slice(index * IDS_PER_CALL, (index + 1) * IDS_PER_CALL),
  );
}
