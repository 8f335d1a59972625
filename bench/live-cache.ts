import { awsTargetOf, createAwsSession } from "../modules/aws/index.js";
import { type Configuration, loadConfiguration } from "../modules/configuration/index.js";
import { FailedRead } from "../modules/diagnostics/index.js";
import { createLiveReader } from "../modules/live/index.js";
import {
  evaluateProviders,
  type PlanStackInput,
  planStack,
  type ReadRequest,
} from "../modules/planner/index.js";
import { providerRegistry } from "../modules/provider/index.js";
import type { ObjectValue } from "../modules/values/index.js";

/** What was read for a stack: a ReadResults as it is kept in a file. */
export type LiveCache = readonly (readonly [key: string, object: ObjectValue | null])[];

/** Reads everything that a plan of the stack asks for, from the endpoint that the environment names. */
export async function readLiveCache(stack: string, directory: string): Promise<LiveCache> {
  const configuration = await loadConfiguration(directory);
  const providers = evaluateProviders(configuration);
  const registry = providerRegistry();
  const reader = createLiveReader({ registry, session: createAwsSession() });
  const cache = new Map<string, ObjectValue | null>();
  for (;;) {
    const answer = planStack(planInputOf(stack, configuration, cache));
    if (answer.kind === "planned") return [...cache];
    const read = await reader.read(answer.reads, (key) => {
      const provider = providers.get(key);
      const target = provider === undefined ? null : awsTargetOf(provider.block);
      if (provider === undefined || target === null) throw new Error(`no provider ${key}`);
      return { target, configuration: provider.configuration };
    });
    for (const [key, object] of read) {
      if (object instanceof FailedRead) throw new Error(`${key} cannot be read`);
      cache.set(key, object);
    }
  }
}

/** Answers what the planner asks for from a cache; nothing lives that the cache does not name. */
export function answerFrom(
  cache: ReadonlyMap<string, ObjectValue | null>,
  requests: readonly ReadRequest[],
): [string, ObjectValue | null][] {
  return requests.map(({ key }) => [key, cache.get(key) ?? null]);
}

/** What a plan without a state is made from. */
export function planInputOf(
  stack: string,
  configuration: Configuration,
  reads: PlanStackInput["reads"],
): PlanStackInput {
  return {
    configuration,
    registry: providerRegistry(),
    state: null,
    reads,
    options: {
      stack,
      directory: stack,
      mode: "normal",
      refresh: true,
      targets: [],
      replace: [],
      timestamp: "2026-03-01T12:00:00Z",
      terraformVersion: "1.11.4",
    },
  };
}
