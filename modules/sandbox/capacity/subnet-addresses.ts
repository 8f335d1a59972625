import { inPlace } from "../world/keys.js";
import type { SubnetRecord } from "../world/records.js";
import type { World } from "../world/world.js";

/** AWS keeps five addresses of every subnet for itself. */
const RESERVED = 5;

/** The addresses of a subnet that are neither reserved, nor used by others, nor held by our instances. */
export function freeAddresses(world: World, subnet: SubnetRecord): number {
  const instances = world.tables.instances.count("subnet", inPlace(subnet, subnet.id));
  return Math.max(0, addressCount(subnet.cidr) - RESERVED - subnet.usedAddresses - instances);
}

export function addressCount(cidr: string): number {
  const bits = Number(cidr.split("/")[1]);
  return Number.isInteger(bits) && bits >= 0 && bits <= 32 ? 2 ** (32 - bits) : 0;
}

/** An address of a network that follows from a number, past those that AWS reserves. */
export function ipv4At(cidr: string, number: number): string {
  const size = Math.max(1, addressCount(cidr) - RESERVED);
  const base = (cidr.split("/")[0] ?? "10.0.0.0").split(".").map(Number);
  let address = base.reduce((sum, part) => sum * 256 + part, 0) + 4 + (number % size);
  const parts: number[] = [];
  for (let i = 0; i < 4; i += 1) {
    parts.unshift(address % 256);
    address = Math.floor(address / 256);
  }
  return parts.join(".");
}
