import type { AddonInfo, EKS } from "@aws-sdk/client-eks";
import type { LiveCluster } from "../../policy/index.js";
import { readOrLeave } from "./read-or-leave.js";

/** The add-ons installed on a cluster, with their versions. */
export async function installedAddons(
  eks: EKS,
  clusterName: string,
): Promise<NonNullable<LiveCluster["addons"]>> {
  const listed = await readOrLeave("eks:ListAddons", () => eks.listAddons({ clusterName, maxResults: 100 }));
  const read = (listed?.addons ?? []).map(async (addonName): Promise<[string, { version: string }][]> => {
    const answer = await readOrLeave("eks:DescribeAddon", () =>
      eks.describeAddon({ clusterName, addonName }),
    );
    const version = answer?.addon?.addonVersion;
    return version === undefined ? [] : [[addonName, { version }]];
  });
  return Object.fromEntries((await Promise.all(read)).flat());
}

type AddonVersions = NonNullable<LiveCluster["addonCompatibility"]>[string];

/** Reads which Kubernetes minors the versions of add-ons support, each add-on once for all clusters. */
export function addonVersionReader(
  eks: EKS,
): (names: ReadonlySet<string>) => Promise<NonNullable<LiveCluster["addonCompatibility"]>> {
  const known = new Map<string, Promise<AddonVersions | null>>();
  return async (names) => {
    const read = [...names].sort().map(async (name): Promise<[string, AddonVersions][]> => {
      const versions = known.get(name) ?? readVersions(eks, name);
      known.set(name, versions);
      const answer = await versions;
      return answer === null ? [] : [[name, answer]];
    });
    return Object.fromEntries((await Promise.all(read)).flat());
  };
}

function readVersions(eks: EKS, addonName: string): Promise<AddonVersions | null> {
  return readOrLeave("eks:DescribeAddonVersions", async () => {
    const found: AddonInfo[] = [];
    let nextToken: string | undefined;
    do {
      const page = await eks.describeAddonVersions({
        addonName,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      found.push(...(page.addons ?? []));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return Object.fromEntries(
      found
        .flatMap(({ addonVersions = [] }) => addonVersions)
        .flatMap(({ addonVersion, compatibilities = [] }) =>
          addonVersion === undefined
            ? []
            : [[addonVersion, compatibilities.flatMap(({ clusterVersion = "" }) => clusterVersion || [])]],
        ),
    );
  });
}
