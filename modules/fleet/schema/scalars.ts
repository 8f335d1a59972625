import { z } from "zod";

/** A string of a known form: `form` says in words how to write it, and `example` shows it. */
function formed(pattern: RegExp, form: string, example: string) {
  return z
    .string()
    .regex(pattern, { error: `${form}, e.g. ${example}` })
    .meta({ examples: [example] });
}

export const clusterName = formed(
  /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
  "EKS wants a letter or digit, then letters, digits, dashes and underscores, at most 100 in all",
  "prod-eu-1",
);

export const nodeGroupName = formed(
  /^[0-9A-Za-z][A-Za-z0-9_-]{0,62}$/,
  "EKS wants a letter or digit, then letters, digits, dashes and underscores, at most 63 in all",
  "spot-arm64",
);

export const region = formed(
  /^[a-z]{2}(-[a-z]+)+-\d+$/,
  "An AWS region is written in lower case with its number",
  "eu-central-1",
);

export const zoneName = formed(
  /^[a-z]{2}(-[a-z]+)+-\d+[a-z]?(-[a-z]+-\d+[a-z])?$/,
  "An availability zone is written as its region and a letter",
  "eu-central-1a",
);

export const account = formed(/^\d{12}$/, "An AWS account is twelve digits in quotes", '"111122223333"');

export const kubernetesVersion = formed(
  /^1\.\d{1,3}$/,
  "A Kubernetes version is a minor version in quotes, without a patch number",
  '"1.33"',
);

export const roleArn = formed(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
  "A role is named by its ARN",
  "arn:aws:iam::111122223333:role/eks-node",
);

export const subnetId = formed(
  /^subnet-[0-9a-f]{8,17}$/,
  "A subnet is named by its id",
  "subnet-0a1b2c3d4e5f60718",
);

export const securityGroupId = formed(
  /^sg-[0-9a-f]{8,17}$/,
  "A security group is named by its id",
  "sg-0a1b2c3d4e5f60718",
);

export const imageId = formed(/^ami-[0-9a-f]{8,17}$/, "An image is named by its id", "ami-0a1b2c3d4e5f60718");

export const ssmParameter = formed(
  /^(\/[\w.-]+)+$|^[\w.-]+$|^arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter\/[\w./-]+$/,
  "An SSM parameter is named by its path",
  "/fleet/ami/al2023-arm64/image_id",
);

export const kmsKeyArn = formed(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[\w/-]+$/,
  "A KMS key is named by its ARN",
  "arn:aws:kms:eu-central-1:111122223333:key/0d2f6b0e-1c1f-4a53-9d5c-2f1a7d9c1b11",
);

export const instanceType = formed(
  /^[a-z][a-z0-9-]*\.(\d*x?large|\d+xlarge|nano|micro|small|medium|metal(-\d+xl)?|\d+xlarge-\w+)$/,
  "An instance type is a family and a size",
  "m7g.large",
);

export const releaseVersion = formed(
  /^(latest|\d+\.\d+(\.\d+)?-[0-9a-f.]+)$/,
  "A release version is the one that EKS or Bottlerocket publishes, or latest",
  "1.33.3-20250801",
);

export const duration = formed(
  /^(?=\d)(\d+h)?(\d+m)?(\d+s)?$/,
  "A duration has hours, minutes or seconds",
  "90m",
);

export const isoDate = formed(
  /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  "A date is written year-month-day",
  '"2026-12-31"',
);

/** A map of strings; `null` takes away what was inherited under that key. */
export const strings = z.record(z.string(), z.union([z.string(), z.null()], { error: "expected a string" }));

const nodesOrShare = 'Write a number of nodes from 1 to 100, e.g. 1, or a share from 1% to 100%, e.g. "33%"';

/** Number of nodes, or a share of them. */
export const maxUnavailable = z
  .union(
    [
      z.int({ error: nodesOrShare }).min(1, { error: nodesOrShare }).max(100, { error: nodesOrShare }),
      z.string().regex(/^([1-9]\d?|100)%$/, { error: nodesOrShare }),
    ],
    { error: nodesOrShare },
  )
  .meta({ examples: [1, "33%"] });
