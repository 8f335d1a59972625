import { type AwsSession, type AwsSessionOptions, createAwsSession } from "../../aws/index.js";
import { createLiveReader, type LiveProvider, type LiveReader } from "../../live/index.js";
import type { ReadRequest, ReadResults } from "../../planner/index.js";
import type { ProviderRegistry } from "../../provider/index.js";

/** Reads for all stacks of a run, through one AWS session so that its limits and caches are shared. */
export interface LiveReads {
  readonly session: AwsSession;
  read(
    requests: readonly ReadRequest[],
    providerFor: (providerKey: string) => LiveProvider,
    registry: ProviderRegistry,
  ): Promise<ReadResults>;
}

export function createLiveReads(options: AwsSessionOptions = {}): LiveReads {
  const session = createAwsSession(options);
  const readers = new Map<ProviderRegistry, LiveReader>();
  const readerOf = (registry: ProviderRegistry): LiveReader => {
    const reader = readers.get(registry) ?? createLiveReader({ registry, session });
    readers.set(registry, reader);
    return reader;
  };
  return {
    session,
    read: (requests, providerFor, registry) => readerOf(registry).read(requests, providerFor),
  };
}
