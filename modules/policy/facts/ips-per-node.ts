import type { LiveFacts } from "../live-facts.js";
import type { Parameters } from "../parameters/parameters-schema.js";
import { instanceAddresses } from "./instance-addresses.js";

/**
 * IPv4 addresses that a starting node may take from its subnet, for the hungriest of its instance types:
 * with the VPC CNI's defaults its first interface and one warm one, filled; with prefix delegation the two
 * interfaces' own addresses and two prefixes of 16. Undefined when a type is not known.
 */
export function ipsPerNode(
  instanceTypes: readonly string[],
  templateType: string | undefined,
  parameters: Parameters,
  live: LiveFacts,
): number | undefined {
  const types = templateType === undefined ? instanceTypes : [templateType];
  let most: number | undefined;
  for (const type of types) {
    const facts = live.instanceTypes?.[type] ?? instanceAddresses(type);
    if (facts === undefined) return undefined;
    const interfaces = Math.min(2, facts.interfaces);
    const need = parameters.prefixDelegation ? interfaces + 32 : interfaces * facts.addressesPerInterface;
    most = Math.max(most ?? 0, need);
  }
  return most;
}
