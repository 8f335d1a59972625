import type { AutoScaling } from "@aws-sdk/client-auto-scaling";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { EKS } from "@aws-sdk/client-eks";
import type { SSM } from "@aws-sdk/client-ssm";
import type { STS } from "@aws-sdk/client-sts";

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
  eks(): Promise<EKS>;
  ec2(): Promise<EC2>;
  ssm(): Promise<SSM>;
  sts(): Promise<STS>;
  autoScaling(): Promise<AutoScaling>;
}

/** How often each API operation was called, e.g. `{ "eks:DescribeNodegroup": 12 }`. */
export type CallCounts = { readonly [operation: string]: number };

/** Gives the clients for a target; the same target gives the same clients and limiter. */
export interface AwsSession {
  clientsFor(target: AwsTarget): AwsClients;
  callCounts(): CallCounts;
}
