import { digest, ec2IdOf } from "../world/ids.js";
import { type AmiFamily, amiFamilies } from "./ami-families.js";
import { findKubernetesVersion, kubernetesVersions, minorNumber } from "./kubernetes-versions.js";

/** One published AMI of a family for a Kubernetes minor. */
export interface AmiRelease {
  readonly release: string;
  readonly publishedAt: number;
}

/** An AMI of a release in one region. */
export interface AmiImage extends AmiRelease {
  readonly imageId: string;
  readonly imageName: string;
  readonly family: AmiFamily;
  readonly minor: string;
}

const DAY = 24 * 60 * 60 * 1000;
const INTERVAL = 14 * DAY;
const PER_PATCH = 3;

const calendar = new Map<string, readonly AmiRelease[]>();

/**
 * The releases of a family for a Kubernetes minor that are out by `now`, oldest first: one every two weeks
 * from the minor's release to its end of extended support, a new Kubernetes patch every third. `pinned`
 * replaces this calendar for the Linux families where a seed gives its own releases.
 */
export function amiReleases(
  family: AmiFamily,
  minor: string,
  now: number,
  pinned?: readonly string[],
): readonly AmiRelease[] {
  const number = minorNumber(minor);
  if (number === undefined || (family.lastMinor !== undefined && number > family.lastMinor)) return [];
  if (pinned !== undefined && family.naming === "linux") {
    return pinned.map((release) => ({ release, publishedAt: publishedAt(release) }));
  }
  const key = `${family.amiType}/${minor}`;
  let all = calendar.get(key);
  if (all === undefined) {
    all = calendarOf(family, minor);
    calendar.set(key, all);
  }
  const upcoming = all.findIndex((release) => release.publishedAt > now);
  // A minor is never without an image: its first one is out with it.
  return upcoming < 0 ? all : all.slice(0, Math.max(1, upcoming));
}

export function amiImage(family: AmiFamily, minor: string, release: AmiRelease, region: string): AmiImage {
  return {
    ...release,
    family,
    minor,
    imageId: ec2IdOf("ami", `${region}/${family.amiType}/${minor}/${release.release}`),
    imageName: family.imageName(minor, release.release),
  };
}

/** Every EKS image that is out in a region by `now`. */
export function* allAmiImages(
  region: string,
  now: number,
  pinned: (minor: string) => readonly string[] | undefined,
): Iterable<AmiImage> {
  for (const { minor, released } of kubernetesVersions) {
    if (Date.parse(released) > now) continue;
    for (const family of amiFamilies) {
      for (const release of amiReleases(family, minor, now, pinned(minor))) {
        yield amiImage(family, minor, release, region);
      }
    }
  }
}

function calendarOf(family: AmiFamily, minor: string): AmiRelease[] {
  const version = findKubernetesVersion(minor);
  if (version === undefined) return [];
  const releases: AmiRelease[] = [];
  const end = Date.parse(version.endOfExtendedSupport);
  for (let at = Date.parse(version.released), i = 0; at <= end; at += INTERVAL, i += 1) {
    releases.push({ release: releaseName(family, minor, at, i), publishedAt: at });
  }
  return releases;
}

function releaseName(family: AmiFamily, minor: string, at: number, index: number): string {
  const date = new Date(at).toISOString().slice(0, 10);
  const patch = Math.floor(index / PER_PATCH);
  switch (family.naming) {
    case "linux":
      return `${minor}.${patch}-${date.replaceAll("-", "")}`;
    case "bottlerocket":
      return `1.${18 + index}.${index % 2}-${digest(`bottlerocket/${date}`).slice(0, 8)}`;
    case "windows":
      return `${minor}-${date.replaceAll("-", ".")}`;
  }
}

function publishedAt(release: string): number {
  const match = /-(\d{4})(\d{2})(\d{2})$/.exec(release);
  return match === null ? 0 : Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
}
