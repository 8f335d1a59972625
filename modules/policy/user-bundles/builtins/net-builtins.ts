import { BlockList, isIP, isIPv4 } from "node:net";
import { type HostBuiltins, isList, isObject, isText } from "./host-builtin.js";

export const netBuiltins: HostBuiltins = {
  "net.cidr_is_valid": (cidr) => isText(cidr) && rangeOf(cidr) !== undefined,
  "net.cidr_contains_matches": (cidrs, addresses) => {
    const [left, right] = [entriesOf(cidrs), entriesOf(addresses)];
    if (left === undefined || right === undefined) return undefined;
    return left.flatMap(({ key, text }) =>
      right.filter((other) => contains(text, other.text)).map((other) => [key, other.key]),
    );
  },
};

interface Range {
  readonly address: string;
  readonly prefix: number;
  readonly family: "ipv4" | "ipv6";
}

function rangeOf(text: string): Range | undefined {
  const [address = "", prefix, more] = text.split("/");
  const family = isIPv4(address) ? "ipv4" : "ipv6";
  const longest = family === "ipv4" ? 32 : 128;
  if (isIP(address) === 0 || more !== undefined || prefix === undefined) return undefined;
  if (!/^\d{1,3}$/.test(prefix) || Number(prefix) > longest) return undefined;
  return { address, prefix: Number(prefix), family };
}

function contains(cidr: string, other: string): boolean {
  const range = rangeOf(cidr);
  const inner =
    rangeOf(other) ?? (isIP(other) === 0 ? undefined : rangeOf(`${other}/${isIPv4(other) ? 32 : 128}`));
  if (range === undefined || inner === undefined || range.family !== inner.family) return false;
  const list = new BlockList();
  list.addSubnet(range.address, range.prefix, range.family);
  return inner.prefix >= range.prefix && list.check(inner.address, inner.family);
}

/** Texts, or lists that begin with one, by index or key; a text alone has itself as its key. */
function entriesOf(value: unknown): readonly { readonly key: unknown; readonly text: string }[] | undefined {
  if (isText(value)) return [{ key: value, text: value }];
  const entries: readonly (readonly [unknown, unknown])[] | undefined = isList(value)
    ? value.map((each, index) => [index, each])
    : isObject(value)
      ? Object.entries(value)
      : undefined;
  return entries?.flatMap(([key, each]) => {
    const text = isList(each) ? each[0] : each;
    return isText(text) ? [{ key, text }] : [];
  });
}
