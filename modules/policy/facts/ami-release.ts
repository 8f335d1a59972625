import { minorOf } from "./kubernetes-version.js";

/** What the name of an EKS AMI release tells. */
export interface AmiRelease {
  /** Orders releases of one AMI family: a later one ranks higher. */
  readonly rank?: number;
  /** The day of publication, in days since 1970-01-01. */
  readonly day?: number;
}

/**
 * Reads a release name: `1.31.2-20260301` (Amazon Linux), `1.35-2026.04.18` (Windows), `1.26.2-360b7a38`
 * (Bottlerocket, which names no day). A custom image's release is its image id: nothing is known of it.
 */
export function readAmiRelease(release: string | undefined): AmiRelease {
  if (release === undefined) return {};
  const dated = /^(1\.\d+)(?:\.\d+)?-(\d{4})\.?(\d{2})\.?(\d{2})$/.exec(release);
  if (dated) {
    const [, version, year, month, date] = dated;
    const milliseconds = Date.parse(`${year}-${month}-${date}T00:00:00Z`);
    const minor = minorOf(version);
    if (Number.isNaN(milliseconds) || minor === undefined) return {};
    const day = milliseconds / 86_400_000;
    return { day, rank: minor * 1e8 + day };
  }
  const bottlerocket = /^(\d{1,4})\.(\d{1,4})\.(\d{1,4})-[0-9a-f]{8}$/.exec(release);
  if (!bottlerocket) return {};
  const [, major, minor, patch] = bottlerocket;
  return { rank: Number(major) * 1e8 + Number(minor) * 1e4 + Number(patch) };
}
