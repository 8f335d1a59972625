import pLimit from "p-limit";
import type { AwsClients } from "../../aws/index.js";
import { type LiveFacts, type LiveQuestions, type LiveSubject, liveQuestions } from "../../policy/index.js";
import { clusterFacts } from "./cluster-facts.js";
import { instanceTypeFacts, subnetFacts, templateFacts } from "./ec2-facts.js";
import { supportCalendar } from "./support-calendar.js";

/** How many clusters are asked about at once; the rate limit of each account is kept by its clients. */
const CLUSTERS_AT_ONCE = 32;

/**
 * What is live beside what the plans have read, for the gate: free addresses and zones of subnets, health and
 * running updates of node groups, other groups, add-ons and what they support, instance types. One call
 * serves many resources where AWS has such a call. What AWS does not tell stays away, and the rules that need
 * it say that they were not decided.
 */
export async function liveFacts(
  subjects: readonly LiveSubject<AwsClients>[],
  options: LiveFactsOptions = {},
): Promise<LiveFacts> {
  const places = await Promise.all(
    [...liveQuestions(subjects)].map(([clients, questions]) => factsOfPlace(clients, questions, options)),
  );
  return {
    subnets: Object.assign({}, ...places.map(({ subnets }) => subnets)),
    instanceTypes: Object.assign({}, ...places.map(({ instanceTypes }) => instanceTypes)),
    launchTemplates: Object.assign({}, ...places.map(({ launchTemplates }) => launchTemplates)),
    clusters: Object.assign({}, ...places.map(({ clusters }) => clusters)),
    kubernetesVersions: Object.assign({}, ...places.map(({ kubernetesVersions }) => kubernetesVersions)),
  };
}

export interface LiveFactsOptions {
  /** Ask the clusters' Kubernetes APIs too; a cluster that cannot be reached so tells nothing. */
  readonly kubernetes?: boolean | undefined;
}

async function factsOfPlace(
  clients: AwsClients,
  questions: LiveQuestions,
  options: LiveFactsOptions,
): Promise<LiveFacts> {
  const limit = pLimit(CLUSTERS_AT_ONCE);
  const [subnets, instanceTypes, launchTemplates, clusters, kubernetesVersions] = await Promise.all([
    subnetFacts(clients, questions.subnets),
    instanceTypeFacts(clients, questions.instanceTypes),
    templateFacts(clients, questions.launchTemplates),
    clusterFacts(clients, questions.clusters, limit, options),
    questions.calendar ? supportCalendar(clients) : {},
  ]);
  return { subnets, instanceTypes, launchTemplates, clusters, kubernetesVersions };
}
