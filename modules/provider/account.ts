import { type AwsClients, awsError } from "../aws/index.js";

const accounts = new WeakMap<AwsClients, Promise<string>>();

/** The account id of the credentials, asked for once per account and region (STS GetCallerIdentity). */
export function accountId(clients: AwsClients): Promise<string> {
  const known = accounts.get(clients);
  if (known !== undefined) return known;
  const asked = ask(clients);
  accounts.set(clients, asked);
  // An answer that failed is asked for again by whoever comes next.
  asked.catch(() => accounts.delete(clients));
  return asked;
}

async function ask(clients: AwsClients): Promise<string> {
  try {
    const sts = await clients.sts();
    return (await sts.getCallerIdentity({})).Account ?? "";
  } catch (error) {
    throw awsError(error, { operation: "sts:GetCallerIdentity", doing: "reading the AWS account id" });
  }
}

/** The partition of a region, from its name. */
export function partitionOf(region: string): { readonly id: string; readonly dnsSuffix: string } {
  if (region.startsWith("cn-")) return { id: "aws-cn", dnsSuffix: "amazonaws.com.cn" };
  if (region.startsWith("us-gov-")) return { id: "aws-us-gov", dnsSuffix: "amazonaws.com" };
  if (region.startsWith("us-isob-")) return { id: "aws-iso-b", dnsSuffix: "sc2s.sgov.gov" };
  if (region.startsWith("us-isof-")) return { id: "aws-iso-f", dnsSuffix: "csp.hci.ic.gov" };
  if (region.startsWith("eu-isoe-")) return { id: "aws-iso-e", dnsSuffix: "cloud.adc-e.uk" };
  if (region.startsWith("us-iso-")) return { id: "aws-iso", dnsSuffix: "c2s.ic.gov" };
  return { id: "aws", dnsSuffix: "amazonaws.com" };
}
