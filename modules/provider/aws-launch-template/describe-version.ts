import type { LaunchTemplateVersion } from "@aws-sdk/client-ec2";
import type { AwsClients } from "../../aws/index.js";

/** So many templates of one account and region are described one by one, before all are listed. */
const FEW = 64;

/** EC2 lists up to 200 versions a page; one page must not be read for fewer templates than this. */
const WORTH_A_PAGE = 4;

interface Asked {
  count: number;
  listing: Promise<ReadonlyMap<string, LaunchTemplateVersion>> | undefined;
}

const askedOf = new WeakMap<AwsClients, Asked>();

/**
 * Describes the latest version of a template, of which the caller knows the number. EC2 describes the versions
 * of one template a call, or the latest versions of all templates of the account in pages of 200: a fleet is
 * read that way. A version never changes, so a listed one is good for as long as it is the latest. Undefined
 * when EC2 does not answer with it; rejects with EC2's error.
 */
export async function describeVersion(
  clients: AwsClients,
  id: string,
  number: number,
): Promise<LaunchTemplateVersion | undefined> {
  const asked = askedOf.get(clients) ?? { count: 0, listing: undefined };
  askedOf.set(clients, asked);
  asked.count += 1;
  if (asked.count > FEW) asked.listing ??= listLatest(clients, asked);
  const listed = (await asked.listing)?.get(id);
  if (listed?.VersionNumber === number) return listed;
  const ec2 = await clients.ec2();
  const { LaunchTemplateVersions: versions = [] } = await ec2.describeLaunchTemplateVersions({
    LaunchTemplateId: id,
    Versions: [String(number)],
  });
  return versions[0];
}

/** What cannot be listed is described one by one: an account may hold far more templates than the fleet. */
async function listLatest(
  clients: AwsClients,
  asked: Asked,
): Promise<ReadonlyMap<string, LaunchTemplateVersion>> {
  const latest = new Map<string, LaunchTemplateVersion>();
  try {
    const ec2 = await clients.ec2();
    let token: string | undefined;
    let pages = 0;
    do {
      const page = await ec2.describeLaunchTemplateVersions({
        Versions: ["$Latest"],
        MaxResults: 200,
        ...(token === undefined ? {} : { NextToken: token }),
      });
      for (const version of page.LaunchTemplateVersions ?? [])
        if (version.LaunchTemplateId !== undefined) latest.set(version.LaunchTemplateId, version);
      token = page.NextToken;
      pages += 1;
    } while (token !== undefined && token !== "" && pages * WORTH_A_PAGE < asked.count);
  } catch {
    // Whoever describes one template of these is told what is wrong.
  }
  return latest;
}
