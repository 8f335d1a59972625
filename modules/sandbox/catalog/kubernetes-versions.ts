/** A Kubernetes minor version as EKS offers it. Dates from EKS's release calendar. */
export interface KubernetesVersion {
  readonly minor: string;
  readonly released: string;
  readonly endOfStandardSupport: string;
  readonly endOfExtendedSupport: string;
  readonly platform: number;
}

export const kubernetesVersions: readonly KubernetesVersion[] = [
  version("1.25", "2023-02-22", "2024-05-01", "2025-05-01", 40),
  version("1.26", "2023-04-11", "2024-06-11", "2025-06-11", 41),
  version("1.27", "2023-05-24", "2024-07-24", "2025-07-24", 45),
  version("1.28", "2023-09-26", "2024-11-26", "2025-11-26", 51),
  version("1.29", "2024-01-23", "2025-03-23", "2026-03-23", 48),
  version("1.30", "2024-05-23", "2025-07-23", "2026-07-23", 46),
  version("1.31", "2024-09-26", "2025-11-26", "2026-11-26", 42),
  version("1.32", "2025-01-23", "2026-03-23", "2027-03-23", 27),
  version("1.33", "2025-05-29", "2026-07-29", "2027-07-29", 20),
  version("1.34", "2025-10-02", "2026-12-02", "2027-12-02", 9),
  version("1.35", "2026-01-27", "2027-03-27", "2028-03-27", 3),
  // EKS's own pages name 1.36; its dates here follow from EKS's pace (six weeks after upstream's release, 14
  // months of standard and 12 of extended support), not from a published calendar.
  version("1.36", "2026-06-03", "2027-08-03", "2028-08-03", 1),
];

export type SupportStatus = "STANDARD_SUPPORT" | "EXTENDED_SUPPORT" | "UNSUPPORTED";

export function findKubernetesVersion(minor: string): KubernetesVersion | undefined {
  return kubernetesVersions.find((candidate) => candidate.minor === minor);
}

/** The versions that EKS has released by `now` (milliseconds), oldest first. */
export function releasedVersions(now: number): KubernetesVersion[] {
  return kubernetesVersions.filter(({ released }) => Date.parse(released) <= now);
}

export function supportStatus(version: KubernetesVersion, now: number): SupportStatus {
  if (now < Date.parse(version.endOfStandardSupport)) return "STANDARD_SUPPORT";
  return now < Date.parse(version.endOfExtendedSupport) ? "EXTENDED_SUPPORT" : "UNSUPPORTED";
}

/** The version that a cluster gets when none is asked for: the last but one of those in standard support. */
export function defaultKubernetesVersion(now: number): string {
  const released = releasedVersions(now);
  return (released.at(-2) ?? released.at(-1) ?? kubernetesVersions[0])?.minor ?? "1.34";
}

/** `1.31` → 31; undefined for what is no Kubernetes 1.x minor. */
export function minorNumber(version: string): number | undefined {
  const match = /^1\.(\d{1,3})$/.exec(version);
  return match === null ? undefined : Number(match[1]);
}

function version(
  minor: string,
  released: string,
  endOfStandardSupport: string,
  endOfExtendedSupport: string,
  platform: number,
): KubernetesVersion {
  return { minor, released, endOfStandardSupport, endOfExtendedSupport, platform };
}
