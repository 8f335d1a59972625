import {
  type AwsClients,
  type AwsSession,
  type AwsTarget,
  createAwsSession,
  systemClock,
} from "../../modules/aws/index.js";
import type {
  ExecuteOperationContext,
  OperationResult,
  ProviderConfiguration,
} from "../../modules/provider/index.js";
import { type Sandbox, type SandboxSeed, startSandbox } from "../../modules/sandbox/index.js";

/** A sandbox with a session that reaches it, over real HTTP. */
export interface SandboxCalls {
  readonly sandbox: Sandbox;
  readonly session: AwsSession;
  readonly target: AwsTarget;
  readonly clients: AwsClients;
  readonly provider: ProviderConfiguration;
  close(): Promise<void>;
}

/** The world's time runs this many times faster, so that an hour's update takes a few hundred milliseconds. */
export const SPEED = 6000;

export async function startSandboxCalls(seed: SandboxSeed, maxAttempts = 4): Promise<SandboxCalls> {
  const sandbox = await startSandbox({ seed, clock: { factor: SPEED } });
  const session = createAwsSession({ maxAttempts });
  const target: AwsTarget = {
    region: "us-east-1",
    accessKeyId: "test",
    secretAccessKey: "test",
    endpoints: {
      eks: sandbox.url,
      ec2: sandbox.url,
      ssm: sandbox.url,
      sts: sandbox.url,
      iam: sandbox.url,
      autoscaling: sandbox.url,
    },
  };
  return {
    sandbox,
    session,
    target,
    clients: session.clientsFor(target),
    provider: plainProvider,
    close: () => sandbox.close(),
  };
}

export const plainProvider: ProviderConfiguration = {
  region: "us-east-1",
  defaultTags: {},
  ignoreTags: { keys: [], keyPrefixes: [] },
};

/** Everything that an operation needs to be carried out; polls quickly, since the sandbox's time does. */
export function executeContext(
  calls: SandboxCalls,
  over: Partial<ExecuteOperationContext> = {},
): ExecuteOperationContext & { readonly accepted: OperationResult[]; readonly messages: string[] } {
  const accepted: OperationResult[] = [];
  const messages: string[] = [];
  return {
    clients: calls.clients,
    provider: calls.provider,
    clock: fastClock,
    startedAt: Date.UTC(2026, 0, 2, 3, 4, 5),
    earlier: {},
    clientToken: "fleetwright-test-token",
    timeoutSeconds: 3600,
    signal: new AbortController().signal,
    onProgress: ({ message }) => messages.push(message),
    onAccepted: async (result) => {
      accepted.push(result);
    },
    accepted,
    messages,
    ...over,
  };
}

/** Sleeps a hundredth of what is asked, at least a millisecond. */
export const fastClock = {
  now: () => systemClock.now(),
  sleep: (milliseconds: number, signal?: AbortSignal) =>
    systemClock.sleep(Math.max(1, milliseconds / 100), signal),
};
