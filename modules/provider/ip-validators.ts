import { isIPv4, isIPv6 } from "node:net";
import type { Validator } from "./schema.js";

/** `validation.IsIPv4Address`. */
export const ipv4Address: Validator = (value, path) =>
  typeof value !== "string" || isIPv4(value)
    ? undefined
    : `expected ${path} to contain a valid IPv4 address, got: ${value}`;

/** `validation.IsIPv6Address`, to which an IPv4 address is one too. */
export const ipv6Address: Validator = (value, path) =>
  typeof value !== "string" || isIPv4(value) || (isIPv6(value) && !value.includes("%"))
    ? undefined
    : `expected ${path} to contain a valid IPv6 address, got: ${value}`;

/** `verify.ValidIPv4CIDRNetworkAddress` and its twin: a CIDR block whose host part is zero. */
export const networkAddress =
  (family: "IPv4" | "IPv6"): Validator =>
  (value) => {
    if (typeof value !== "string") return undefined;
    const shown = JSON.stringify(value);
    const [, address = "", length = ""] = /^([^/]+)\/(\d{1,3})$/.exec(value) ?? [];
    const bits = isIPv4(address) ? 32 : 128;
    if ((!isIPv4(address) && !isIPv6(address)) || Number(length) > bits)
      return `${shown} is not a valid CIDR block: invalid CIDR address: ${value}`;
    if (isIPv4(address) !== (family === "IPv4")) return `${shown} is not a valid ${family} CIDR block`;
    const network = networkOf(address, bits, Number(length));
    const base = `${textOf(network, bits)}/${Number(length)}`;
    return network === numberOf(address)
      ? undefined
      : `${shown} is not a valid ${family} CIDR block; did you mean ${JSON.stringify(base)}?`;
  };

function networkOf(address: string, bits: number, length: number): bigint {
  const host = BigInt(bits - length);
  return (numberOf(address) >> host) << host;
}

function textOf(number: bigint, bits: number): string {
  return bits === 32 ? dotted(number) : new URL(`http://[${groups(number)}]`).hostname.slice(1, -1);
}

function numberOf(address: string): bigint {
  if (isIPv4(address)) return join(address.split("."), 8n, 10);
  // A URL writes any form of an address in the one that has no more than groups of hexadecimal digits.
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail] = plain.split("::");
  const [before, after] = [head, tail ?? ""].map((part) => (part === "" ? [] : part.split(":")));
  const missing = tail === undefined ? 0 : 8 - (before?.length ?? 0) - (after?.length ?? 0);
  return join([...(before ?? []), ...Array.from({ length: missing }, () => "0"), ...(after ?? [])], 16n, 16);
}

function join(parts: readonly string[], width: bigint, radix: number): bigint {
  return parts.reduce((number, part) => (number << width) | BigInt(Number.parseInt(part, radix)), 0n);
}

function dotted(number: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join(".");
}

function groups(number: bigint): string {
  return Array.from({ length: 8 }, (_, index) =>
    ((number >> BigInt(112 - 16 * index)) & 0xffffn).toString(16),
  ).join(":");
}
