import { randomBytes } from "node:crypto";

/** Sorts by time and is easily said: `20260315-2210-k3f9`. */
export function newRolloutId(at: number): string {
  const [date = "", time = ""] = new Date(at).toISOString().split("T");
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  const tail = [...randomBytes(4)].map((byte) => letters[byte % letters.length]).join("");
  return `${date.replaceAll("-", "")}-${time.slice(0, 5).replace(":", "")}-${tail}`;
}
