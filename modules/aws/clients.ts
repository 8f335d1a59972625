import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { EKS } from "@aws-sdk/client-eks";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { CallLimiter } from "./call-limiter.js";
import { credentialsFor } from "./credentials.js";
import type { AwsClients, AwsTarget } from "./types.js";

/** The clients of one target. A service's package is loaded when it is first asked for. */
export function createClients(target: AwsTarget, limiter: CallLimiter, maxAttempts: number): AwsClients {
  // The SDK warns on every start about the end of a Node release; that is package.json's to say.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const credentials = once(() => credentialsFor(target));
  const settings = async (service: string) => ({
    region: target.region,
    maxAttempts,
    retryMode: "standard",
    requestHandler: { connectionTimeout: 10_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
    ...(target.profile === undefined ? {} : { profile: target.profile }),
    ...((await credentials()) ?? {}),
    ...endpointOf(target, service),
  });
  return {
    target,
    eks: once<EKS>(async () => {
      const { EKS } = await import("@aws-sdk/client-eks");
      const client = new EKS(await settings("eks"));
      client.middlewareStack.addRelativeTo(limiting("eks", limiter), INSIDE_RETRY);
      return client;
    }),
    ec2: once<EC2>(async () => {
      const { EC2 } = await import("@aws-sdk/client-ec2");
      const client = new EC2(await settings("ec2"));
      client.middlewareStack.addRelativeTo(limiting("ec2", limiter), INSIDE_RETRY);
      return client;
    }),
    ssm: once<SSM>(async () => {
      const { SSM } = await import("@aws-sdk/client-ssm");
      const client = new SSM(await settings("ssm"));
      client.middlewareStack.addRelativeTo(limiting("ssm", limiter), INSIDE_RETRY);
      return client;
    }),
    sts: once<STS>(async () => {
      const { STS } = await import("@aws-sdk/client-sts");
      const client = new STS(await settings("sts"));
      client.middlewareStack.addRelativeTo(limiting("sts", limiter), INSIDE_RETRY);
      return client;
    }),
    autoScaling: once<AutoScaling>(async () => {
      const { AutoScaling } = await import("@aws-sdk/client-auto-scaling");
      const client = new AutoScaling(await settings("autoscaling"));
      client.middlewareStack.addRelativeTo(limiting("autoscaling", limiter), INSIDE_RETRY);
      return client;
    }),
  };
}

function endpointOf(target: AwsTarget, service: string): { readonly endpoint?: string } {
  const endpoint = target.endpoints?.[service];
  return endpoint === undefined ? {} : { endpoint };
}

/** Inside the SDK's retry, so that each attempt takes a place and no waiting between attempts holds one. */
const INSIDE_RETRY = {
  relation: "after",
  toMiddleware: "retryMiddleware",
  name: "fleetwrightLimiter",
} as const;

function limiting(service: string, limiter: CallLimiter) {
  return <Args, Output>(
    next: (args: Args) => Promise<Output>,
    context: { readonly commandName?: string },
  ): ((args: Args) => Promise<Output>) =>
    (args) => {
      const operation = `${service}:${(context.commandName ?? "Unknown").replace(/Command$/, "")}`;
      return limiter.run(operation, () => next(args));
    };
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
