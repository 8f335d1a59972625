import { createHash } from "node:crypto";

/** Characters that the provider's `id.UniqueId` adds to a prefix. */
const SUFFIX_LENGTH = 26;

/**
 * A name as the provider generates it: the prefix, a time stamp down to the tenth of a millisecond and eight
 * hexadecimal digits. They come from the operation's token, so that the same operation, sent again after a
 * crash, asks for the same name.
 *
 * @param time milliseconds since the epoch at which the apply began
 */
export function generatedName(prefix: string, time: number, token: string): string {
  const digest = createHash("sha256").update(token).digest("hex");
  const stamp = new Date(time).toISOString().replace(/\D/g, "");
  const tenths = String(Number.parseInt(digest.slice(0, 6), 16) % 10);
  return `${prefix}${stamp}${tenths}${digest.slice(-8)}`;
}

/** The prefix of a generated name, `""` for any other (`create.NamePrefixFromName`). */
export function namePrefixFromName(name: string): string {
  return /\d{18}[0-9a-f]{8}$/.test(name) ? name.slice(0, -SUFFIX_LENGTH) : "";
}
