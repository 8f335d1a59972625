import type { World } from "../world/world.js";
import { type AmiFamily, findAmiFamily } from "./ami-families.js";
import { type AmiImage, type AmiRelease, amiImage, amiReleases } from "./ami-releases.js";

/** The releases of an AMI type for a Kubernetes minor that are out now, oldest first. */
export function releasesOf(world: World, family: AmiFamily, minor: string): readonly AmiRelease[] {
  return amiReleases(family, minor, world.now(), world.tables.pinnedReleases.get(minor)?.releases);
}

export function latestRelease(world: World, amiType: string, minor: string): AmiRelease | undefined {
  const family = findAmiFamily(amiType);
  return family === undefined ? undefined : releasesOf(world, family, minor).at(-1);
}

/** Where a release stands in its family's history: -1 when it was never published. */
export function releaseOrder(world: World, amiType: string, minor: string, release: string): number {
  const family = findAmiFamily(amiType);
  if (family === undefined) return -1;
  return releasesOf(world, family, minor).findIndex((candidate) => candidate.release === release);
}

/** The image of a release; its id follows from its name, so a release that nobody knows has one too. */
export function imageOf(
  amiType: string,
  minor: string,
  release: string,
  region: string,
): AmiImage | undefined {
  const family = findAmiFamily(amiType);
  return family === undefined ? undefined : amiImage(family, minor, { release, publishedAt: 0 }, region);
}
