import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EKS } from "@aws-sdk/client-eks";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { CallLimiter } from "./call-limiter.js";
import { credentialsFor } from "./credentials.js";
import type { CredentialsGate } from "./credentials-gate.js";
import type { Ec2Calls } from "./ec2-calls.js";
import { withoutFalseSkew } from "./request-expired.js";
import type { AwsClients, AwsTarget } from "./types.js";

export interface ClientsRequest {
  readonly target: AwsTarget;
  readonly maxAttempts: number;
  /** The limiter of the account and region that a call goes to. */
  readonly limiter: (account: () => Promise<string | undefined>) => () => Promise<CallLimiter>;
  readonly gate: (account: () => Promise<string | undefined>) => CredentialsGate;
  readonly inRegion: (region: string) => AwsClients;
}

/** The clients of one target. A service's package is loaded when it is first asked for. */
export function createClients({ target, maxAttempts, ...request }: ClientsRequest): AwsClients {
  // The SDK warns on every start about the end of a Node release; that is package.json's to say.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const credentials = credentialsFor(target);
  const settings = (service: string) => ({
    region: target.region,
    maxAttempts,
    retryMode: "standard",
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    credentials,
    ...endpointOf(target, service),
  });
  const account = async () => accountOfRole(target) ?? (await askForAccount(() => settings("sts")));
  const limiter = request.limiter(account);
  const gate = request.gate(account);
  const stand = <Client extends GuardedClient>(service: string, client: Client): Client => {
    client.middlewareStack.add(holding(service, gate, client), OUTSIDE_EVERYTHING);
    client.middlewareStack.addRelativeTo(limiting(service, limiter), INSIDE_RETRY);
    return client;
  };
  return {
    target,
    inRegion: request.inRegion,
    heldMilliseconds: () => gate.heldFor(),
    eks: once<EKS>(async () => {
      const { EKS } = await import("@aws-sdk/client-eks");
      return stand("eks", new EKS(settings("eks")));
    }),
    ec2: once<Ec2Calls>(async () => {
      const { createEc2Client, ec2Calls } = await import("./ec2-calls.js");
      return ec2Calls(stand("ec2", createEc2Client(settings("ec2"))));
    }),
    ssm: once<SSM>(async () => {
      const { SSM } = await import("@aws-sdk/client-ssm");
      return stand("ssm", new SSM(settings("ssm")));
    }),
    sts: once<STS>(async () => {
      const { STS } = await import("@aws-sdk/client-sts");
      return stand("sts", new STS(settings("sts")));
    }),
    autoScaling: once<AutoScaling>(async () => {
      const { AutoScaling } = await import("@aws-sdk/client-auto-scaling");
      return stand("autoscaling", new AutoScaling(settings("autoscaling")));
    }),
  };
}

/** What all of the SDK's clients have in common, as far as calls are held back and limited. */
interface GuardedClient {
  readonly config: {
    readonly credentials: (options?: { readonly forceRefresh?: boolean }) => Promise<{
      readonly accessKeyId: string;
    }>;
  };
  readonly middlewareStack: {
    add(middleware: Middleware, options: typeof OUTSIDE_EVERYTHING): void;
    addRelativeTo(middleware: Middleware, options: typeof INSIDE_RETRY): void;
  };
}

type Middleware = <Args, Output>(
  next: (args: Args) => Promise<Output>,
  context: { readonly commandName?: string },
) => (args: Args) => Promise<Output>;

function endpointOf(target: AwsTarget, service: string): { readonly endpoint?: string } {
  const endpoint = target.endpoints?.[service];
  return endpoint === undefined ? {} : { endpoint };
}

/** The account that a role's name tells. */
function accountOfRole(target: AwsTarget): string | undefined {
  return /^arn:[^:]*:iam::(\d{12}):/.exec(target.assumeRole?.roleArn ?? "")?.[1];
}

/** The account of the credentials as they are now; undefined when STS does not tell. Not limited, not held back. */
async function askForAccount(
  settings: () => ConstructorParameters<typeof STS>[0],
): Promise<string | undefined> {
  const { STS } = await import("@aws-sdk/client-sts");
  const sts = new STS({ ...settings(), maxAttempts: 2 });
  const answer = await sts.getCallerIdentity({}).catch(() => undefined);
  sts.destroy();
  return answer?.Account;
}

/** Around all of a call's attempts, so that each try resolves the credentials anew. */
const OUTSIDE_EVERYTHING = { step: "initialize", priority: "high", name: "fleetwrightCredentials" } as const;

function holding(service: string, gate: CredentialsGate, client: GuardedClient): Middleware {
  return (next, context) => (args) =>
    gate.run({
      operation: operationOf(service, context),
      send: () => next(args),
      renew: async () => (await client.config.credentials({ forceRefresh: true })).accessKeyId,
    });
}

/** Inside the SDK's retry, so that each attempt takes a place and no waiting between attempts holds one. */
const INSIDE_RETRY = {
  relation: "after",
  toMiddleware: "retryMiddleware",
  name: "fleetwrightLimiter",
} as const;

function limiting(service: string, limiter: () => Promise<CallLimiter>): Middleware {
  return (next, context) => async (args) => {
    const chosen = await limiter();
    return chosen.run(operationOf(service, context), () => withoutFalseSkew(() => next(args)));
  };
}

function operationOf(service: string, context: { readonly commandName?: string }): string {
  return `${service}:${(context.commandName ?? "Unknown").replace(/Command$/, "")}`;
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
