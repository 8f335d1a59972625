import { findAmiFamily } from "../catalog/ami-families.js";
import { latestRelease, releaseOrder } from "../catalog/find-release.js";
import { minorNumber } from "../catalog/kubernetes-versions.js";
import type { World } from "../world/world.js";
import { invalidParameter } from "./eks-errors.js";

type Members = Readonly<Record<string, unknown>>;

/**
 * The release that a node group gets: the one asked for, if it was published for this Kubernetes version, else
 * the latest.
 * @throws InvalidParameterException
 */
export function chooseRelease(
  world: World,
  amiType: string,
  version: string,
  asked: string | undefined,
  members: Members,
): string {
  if (asked !== undefined && asked !== "") {
    if (!world.lax && releaseOrder(world, amiType, version, asked) < 0) {
      throw invalidParameter(
        `Requested release version ${asked} is not valid for kubernetes version ${version}.`,
        members,
      );
    }
    return asked;
  }
  const latest = latestRelease(world, amiType, version);
  if (latest !== undefined) return latest.release;
  if (findAmiFamily(amiType) === undefined || world.lax) return `${version}.0-19700101`;
  throw invalidParameter(`AMI Type ${amiType} is not supported for kubernetes version ${version}`, members);
}

/** Compares two Kubernetes minors: negative when `left` is the older. Text that is no minor counts as equal. */
export function compareMinors(left: string, right: string): number {
  const a = minorNumber(left);
  const b = minorNumber(right);
  return a === undefined || b === undefined ? 0 : a - b;
}

/** Whether `release` was published before `than`, as far as both are known. */
export function isOlderRelease(
  world: World,
  amiType: string,
  version: string,
  release: string,
  than: string,
): boolean {
  const order = releaseOrder(world, amiType, version, release);
  const other = releaseOrder(world, amiType, version, than);
  return order >= 0 && other >= 0 && order < other;
}
