import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EKS } from "@aws-sdk/client-eks";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";
import type { AwsWaiting } from "./call-limiter.js";
import type { Ec2Calls } from "./ec2-calls.js";

/** What decides which AWS account and region a call goes to; everything else comes from the environment. */
export interface AwsTarget {
  readonly region: string;
  readonly profile?: string;
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly sessionToken?: string;
  readonly assumeRole?: {
    readonly roleArn: string;
    readonly sessionName?: string;
    readonly externalId?: string;
  };
  /** Per-service endpoint of a provider block's `endpoints`; `AWS_ENDPOINT_URL` needs nothing here. */
  readonly endpoints?: { readonly [service: string]: string };
}

/** The clients of one account and region. Each is loaded when first asked for; all share one rate limiter. */
export interface AwsClients {
  readonly target: AwsTarget;
  /** How long calls have been held back so far because credentials had expired: time that no wait should count. */
  heldMilliseconds(): number;
  eks(): Promise<EKS>;
  ec2(): Promise<Ec2Calls>;
  ssm(): Promise<SSM>;
  sts(): Promise<STS>;
  autoScaling(): Promise<AutoScaling>;
  /** The same account's clients in another region. */
  inRegion(region: string): AwsClients;
}

/** How often each API operation was called, e.g. `{ "eks:DescribeNodegroup": 12 }`. */
export type CallCounts = { readonly [operation: string]: number };

/** Gives the clients for a target; the same target gives the same clients and limiter. */
export interface AwsSession {
  clientsFor(target: AwsTarget): AwsClients;
  callCounts(): CallCounts;
  /** Tells a listener whenever work waits, until the returned function is called. */
  watch(listener: (waiting: AwsWaiting) => void): () => void;
}
