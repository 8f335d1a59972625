import { createHash } from "node:crypto";

/**
 * Makes AWS-shaped identifiers. They follow from a counter, so the same calls in the same order give the same
 * ids: a recorded session can be compared with the next one.
 */
export interface Ids {
  /** `prefix-` and 17 hex digits beginning with 0, as EC2's are. */
  ec2(prefix: string): string;
  uuid(): string;
  /** `length` upper-case hex digits. */
  hex(length: number): string;
  /** What comes next; saved with the world. */
  counter: number;
}

export function createIds(seed: string): Ids {
  const ids: Ids = {
    counter: 0,
    ec2: (prefix) => `${prefix}-0${next("ec2").slice(0, 16)}`,
    uuid: () => uuidOf(next("uuid")),
    hex: (length) => next("hex").slice(0, length).toUpperCase(),
  };
  const next = (kind: string): string => {
    ids.counter += 1;
    return digest(`${seed}/${kind}/${ids.counter}`);
  };
  return ids;
}

/** An EC2-shaped id that follows from a name alone, for things that must keep theirs between runs. */
export function ec2IdOf(prefix: string, name: string): string {
  return `${prefix}-0${digest(name).slice(0, 16)}`;
}

export function uuidOf(hex: string): string {
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

export function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
