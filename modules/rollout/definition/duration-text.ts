const units: { readonly [unit: string]: number } = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const pattern = /^(?:\d+d)?(?:\d+h)?(?:\d+m)?(?:\d+s)?$/;

/** Milliseconds of a duration such as `45s`, `30m`, `1h30m` or `2d`; undefined where it is none. */
export function parseDuration(text: string): number | undefined {
  if (text === "" || !pattern.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+)([dhms])/g)) {
    total += Number(amount) * (units[unit ?? ""] ?? 0);
  }
  return total;
}

/** A duration as people write it: the two largest units that it has, e.g. `1h30m`, `2d4h`, `45s`. */
export function formatDuration(milliseconds: number): string {
  let rest = Math.round(milliseconds / 1_000);
  if (rest <= 0) return "0s";
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ["d", 86_400],
    ["h", 3_600],
    ["m", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count}${unit}`);
    if (parts.length === 2 || (parts.length === 1 && count === 0)) break;
  }
  return parts.join("");
}
