import type { AwsClients } from "../../aws/index.js";
import type { InstanceTypeFacts, LiveFacts, LiveSubnet } from "../../policy/index.js";
import { readOrLeave } from "./read-or-leave.js";

/** EC2 takes so many values in one filter. */
const VALUES_PER_CALL = 200;

/** Zone and free addresses of subnets: one DescribeSubnets for up to 200. */
export async function subnetFacts(
  clients: AwsClients,
  ids: ReadonlySet<string>,
): Promise<NonNullable<LiveFacts["subnets"]>> {
  const ec2 = await clients.ec2();
  const read = batches(ids).map((batch) =>
    readOrLeave("ec2:DescribeSubnets", () =>
      // By filter: a subnet that is gone is left out then, where by id the whole call would fail.
      ec2.describeSubnets({ Filters: [{ Name: "subnet-id", Values: batch }] }),
    ),
  );
  const subnets = (await Promise.all(read)).flatMap((answer) => answer?.Subnets ?? []);
  return Object.fromEntries(
    subnets.flatMap(({ SubnetId, AvailabilityZone: zone, AvailableIpAddressCount: freeIps }) => {
      const facts: LiveSubnet = {
        ...(zone === undefined ? {} : { zone }),
        ...(freeIps === undefined ? {} : { freeIps }),
      };
      return SubnetId === undefined ? [] : [[SubnetId, facts]];
    }),
  );
}

/** Architecture and addresses of instance types: one DescribeInstanceTypes for up to 200. */
export async function instanceTypeFacts(
  clients: AwsClients,
  names: ReadonlySet<string>,
): Promise<NonNullable<LiveFacts["instanceTypes"]>> {
  const ec2 = await clients.ec2();
  const read = batches(names).map((batch) =>
    readOrLeave("ec2:DescribeInstanceTypes", () =>
      ec2.describeInstanceTypes({ Filters: [{ Name: "instance-type", Values: batch }] }),
    ),
  );
  const types = (await Promise.all(read)).flatMap((answer) => answer?.InstanceTypes ?? []);
  return Object.fromEntries(
    types.flatMap(({ InstanceType, ProcessorInfo, NetworkInfo }): [string, InstanceTypeFacts][] => {
      const architectures: readonly string[] = ProcessorInfo?.SupportedArchitectures ?? [];
      const interfaces = NetworkInfo?.MaximumNetworkInterfaces;
      const addressesPerInterface = NetworkInfo?.Ipv4AddressesPerInterface;
      if (InstanceType === undefined || interfaces === undefined || addressesPerInterface === undefined)
        return [];
      const architecture = architectures.includes("arm64") ? "arm64" : "x86_64";
      return [[InstanceType, { architecture, interfaces, addressesPerInterface }]];
    }),
  );
}

/** How many versions launch templates have. */
export async function templateFacts(
  clients: AwsClients,
  ids: ReadonlySet<string>,
): Promise<NonNullable<LiveFacts["launchTemplates"]>> {
  const counted = await Promise.all(
    [...ids].sort().map(async (id): Promise<[string, number | null]> => [id, await versionsOf(clients, id)]),
  );
  return Object.fromEntries(
    counted.flatMap(([id, versions]) => (versions === null ? [] : [[id, { versions }]])),
  );
}

async function versionsOf(clients: AwsClients, id: string): Promise<number | null> {
  const ec2 = await clients.ec2();
  return readOrLeave("ec2:DescribeLaunchTemplateVersions", async () => {
    let count = 0;
    let token: string | undefined;
    do {
      const page = await ec2.describeLaunchTemplateVersions({
        LaunchTemplateId: id,
        MaxResults: 200,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      count += page.LaunchTemplateVersions?.length ?? 0;
      token = page.NextToken;
    } while (token !== undefined);
    return count;
  });
}

function batches(values: ReadonlySet<string>): string[][] {
  const sorted = [...values].sort();
  const count = Math.ceil(sorted.length / VALUES_PER_CALL);
  return Array.from({ length: count }, (_, index) =>
    sorted.slice(index * VALUES_PER_CALL, (index + 1) * VALUES_PER_CALL),
  );
}
