import type { AwsClients } from "../../aws/index.js";
import type { LiveFacts } from "../../policy/index.js";
import { readOrLeave } from "./read-or-leave.js";

/** Until when EKS supports each Kubernetes version; also those that came after this program. */
export async function supportCalendar(
  clients: AwsClients,
): Promise<NonNullable<LiveFacts["kubernetesVersions"]>> {
  const eks = await clients.eks();
  const answer = await readOrLeave("eks:DescribeClusterVersions", () =>
    eks.describeClusterVersions({ includeAll: true, maxResults: 100 }),
  );
  return Object.fromEntries(
    (answer?.clusterVersions ?? []).flatMap((row) => {
      const { clusterVersion, endOfStandardSupportDate: standard, endOfExtendedSupportDate: extended } = row;
      if (clusterVersion === undefined || standard === undefined || extended === undefined) return [];
      return [
        [clusterVersion, { standardSupportEnds: dayOf(standard), extendedSupportEnds: dayOf(extended) }],
      ];
    }),
  );
}

function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
