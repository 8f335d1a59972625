import { compareNumbers } from "./compare-numbers.js";

/**
 * Order of two AMI releases: negative where `left` is older. Amazon Linux writes `1.31.4-20250501` (kubelet,
 * then day), Windows `1.35-2026.04.18`, Bottlerocket `1.26.2-360b7a38` (its own version, then a commit that says
 * nothing of age). 0 where they do not tell.
 */
export function compareReleases(left: string, right: string): number {
  return compareNumbers(numbersOf(left), numbersOf(right));
}

function numbersOf(release: string): readonly number[] {
  const [version = "", build = ""] = release.split("-");
  const parts = version.split(".").map(Number);
  if (/^\d{8}$/.test(build)) return [...parts, Number(build)];
  if (/^\d{4}\.\d{2}\.\d{2}$/.test(build)) return [...parts, Number(build.replaceAll(".", ""))];
  return parts;
}
