import { type AwsSession, createAwsSession } from "../../aws/index.js";
import { createLiveReader, type LiveProvider } from "../../live/index.js";
import type { ReadRequest, ReadResults } from "../../planner/index.js";
import { providerRegistry } from "../../provider/index.js";

/** Reads for all stacks of a run, through one AWS session so that its limits and caches are shared. */
export interface LiveReads {
  readonly session: AwsSession;
  read(
    requests: readonly ReadRequest[],
    providerFor: (providerKey: string) => LiveProvider,
  ): Promise<ReadResults>;
}

export function createLiveReads(): LiveReads {
  const session = createAwsSession();
  const reader = createLiveReader({ registry: providerRegistry(), session });
  return { session, read: (requests, providerFor) => reader.read(requests, providerFor) };
}
