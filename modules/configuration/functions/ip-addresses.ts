import { isIPv4, isIPv6 } from "node:net";

/** A CIDR prefix: `bits` is 32 or 128, `length` the prefix's. */
export interface Network {
  readonly address: bigint;
  readonly bits: 32 | 128;
  readonly length: number;
}

/** Reads `10.0.0.0/8` or `fd00::/8`; undefined when it is none. Leading zeros count as decimal, as in Terraform. */
export function parseNetwork(text: string): Network | undefined {
  const [host = "", lengthText = "", ...more] = text.split("/");
  if (more.length > 0 || !/^\d{1,3}$/.test(lengthText)) return undefined;
  const length = Number(lengthText);
  const decimal = host.includes(":") ? host : host.replace(/\b0+(?=\d)/g, "");
  if (isIPv4(decimal)) return length <= 32 ? { address: parseV4(decimal), bits: 32, length } : undefined;
  if (isIPv6(host) && !host.includes("%"))
    return length <= 128 ? { address: parseV6(host), bits: 128, length } : undefined;
  return undefined;
}

/** An address as Go writes it: the longest run of zeros in IPv6 is shortened. */
export function formatAddress(address: bigint, bits: 32 | 128): string {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (address >> shift) & 255n).join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    Number((address >> BigInt(112 - index * 16)) & 0xffffn),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === 0) length++;
    if (length > best.length) best = { start, length };
  }
  const hex = groups.map((group) => group.toString(16));
  if (best.start < 0) return hex.join(":");
  return `${hex.slice(0, best.start).join(":")}::${hex.slice(best.start + best.length).join(":")}`;
}

function parseV4(text: string): bigint {
  return text.split(".").reduce((total, part) => (total << 8n) + BigInt(part), 0n);
}

function parseV6(text: string): bigint {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const v4 = tail?.[2] === undefined ? undefined : parseV4(tail[2]);
  const plain =
    v4 === undefined ? text : `${tail?.[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  const [head = "", rest] = plain.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = rest === undefined || rest === "" ? [] : rest.split(":");
  const middle = rest === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => "0");
  return [...left, ...middle, ...right].reduce((total, group) => (total << 16n) + BigInt(`0x${group}`), 0n);
}
