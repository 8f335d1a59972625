import { type Type, withType } from "../../values/index.js";
import { asInteger, asText } from "./arguments.js";
import { type FunctionDefinition, FunctionError, type Parameter } from "./function-definition.js";
import { formatAddress, type Network, parseNetwork } from "./ip-addresses.js";

const prefix: Parameter = { name: "prefix", type: "string" };
const number = (name: string): Parameter => ({ name, type: "number" });
const strings: Type = ["list", "string"];

/** The functions on CIDR prefixes. */
export const NETWORK_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: "cidrhost",
    parameters: [prefix, number("hostnum")],
    returns: "string",
    implement: ([text, host]) => hostAddress(network(text), BigInt(asInteger(host, 1))),
  },
  {
    name: "cidrnetmask",
    parameters: [prefix],
    returns: "string",
    implement: ([text]) => {
      const { bits, length } = network(text);
      if (bits !== 32) throw new FunctionError(`IPv6 addresses cannot have a netmask: ${asText(text)}`);
      return formatAddress(mask(length, bits), bits);
    },
  },
  {
    name: "cidrsubnet",
    parameters: [prefix, number("newbits"), number("netnum")],
    returns: "string",
    implement: ([text, newBits, netNumber]) =>
      subnet(network(text), asInteger(newBits, 1), BigInt(asInteger(netNumber, 2))),
  },
  {
    name: "cidrsubnets",
    parameters: [prefix],
    variadic: number("newbits"),
    returns: strings,
    implement: ([text, ...newBits]) => {
      const base = network(text);
      return withType(
        subnets(
          base,
          newBits.map((bits, index) => asInteger(bits, index + 1)),
        ),
        strings,
      );
    },
  },
];

function network(text: Parameters<typeof asText>[0]): Network {
  const found = parseNetwork(asText(text));
  if (found !== undefined) return found;
  throw new FunctionError(`invalid CIDR expression: invalid CIDR address: ${asText(text)}`);
}

function mask(length: number, bits: number): bigint {
  return ((1n << BigInt(length)) - 1n) << BigInt(bits - length);
}

function hostAddress({ address, bits, length }: Network, host: bigint): string {
  const size = 1n << BigInt(bits - length);
  const distance = host < 0n ? -host - 1n : host;
  if (distance >= size)
    throw new FunctionError(`prefix of ${length} does not accommodate a host numbered ${host}`);
  return formatAddress((address & mask(length, bits)) + (host < 0n ? size + host : host), bits);
}

function subnet({ address, bits, length }: Network, newBits: number, netNumber: bigint): string {
  const newLength = length + newBits;
  if (newLength > bits)
    throw new FunctionError(`insufficient address space to extend prefix of ${length} by ${newBits}`);
  const accommodated = newBits < 0 ? 1n : 1n << BigInt(newBits);
  if (netNumber < 0n || netNumber >= accommodated)
    throw new FunctionError(
      `prefix extension of ${newBits} does not accommodate a subnet numbered ${netNumber}`,
    );
  const base = address & mask(length, bits);
  return `${formatAddress(base + (netNumber << BigInt(bits - newLength)), bits)}/${newLength}`;
}

/** Consecutive blocks; each begins where it may begin by its own size. */
function subnets({ address, bits, length }: Network, newBits: readonly number[]): string[] {
  const base = address & mask(length, bits);
  const end = base + (1n << BigInt(bits - length));
  let next = base;
  return newBits.map((extra, index) => {
    if (extra < 1) throw new FunctionError("must extend prefix by at least one bit", index + 1);
    const newLength = length + extra;
    if (newLength > bits)
      throw new FunctionError(
        `would extend prefix to ${newLength} bits, which is too long for an ${bits === 32 ? "IPv4" : "IPv6"} address`,
        index + 1,
      );
    const size = 1n << BigInt(bits - newLength);
    const start = ((next + size - 1n) / size) * size;
    if (start + size > end)
      throw new FunctionError(
        `not enough remaining address space for a subnet with a prefix of ${newLength} bits after ${formatAddress(next - 1n, bits)}`,
        index + 1,
      );
    next = start + size;
    return `${formatAddress(start, bits)}/${newLength}`;
  });
}
