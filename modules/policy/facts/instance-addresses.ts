import type { InstanceTypeFacts } from "../live-facts.js";
import { architectureOf } from "./instance-type.js";

/** Interfaces and IPv4 addresses per interface, by size: general, compute and memory families, 5th generation on. */
const standardSizes: { readonly [size: string]: readonly [number, number] } = {
  medium: [2, 4],
  large: [3, 10],
  xlarge: [4, 15],
  "2xlarge": [4, 15],
  "4xlarge": [8, 30],
  "8xlarge": [8, 30],
  "9xlarge": [8, 30],
  "12xlarge": [8, 30],
  "16xlarge": [15, 50],
  "18xlarge": [15, 50],
  "24xlarge": [15, 50],
  "48xlarge": [15, 50],
  metal: [15, 50],
};

const burstableSizes: { readonly [size: string]: readonly [number, number] } = {
  nano: [2, 2],
  micro: [2, 2],
  medium: [3, 6],
  large: [3, 12],
  xlarge: [4, 15],
  "2xlarge": [4, 15],
};

/**
 * How many addresses the usual instance types may hold (EC2 User Guide, "Maximum IP addresses per network
 * interface"). Undefined for all others: those need live facts.
 */
export function instanceAddresses(instanceType: string): InstanceTypeFacts | undefined {
  const [family = "", size = ""] = instanceType.split(".");
  const sizes = /^[mcr][5-8][a-z]*$/.test(family)
    ? standardSizes
    : /^t(3a?|4g)$/.test(family)
      ? burstableSizes
      : undefined;
  const architecture = architectureOf(instanceType);
  const limits = sizes !== undefined && Object.hasOwn(sizes, size) ? sizes[size] : undefined;
  if (limits === undefined || architecture === undefined) return undefined;
  const [interfaces, addressesPerInterface] = limits;
  return { architecture, interfaces, addressesPerInterface };
}
