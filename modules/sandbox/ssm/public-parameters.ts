import { type AmiFamily, amiFamilies } from "../catalog/ami-families.js";
import { type AmiRelease, amiImage } from "../catalog/ami-releases.js";
import { releasesOf } from "../catalog/find-release.js";
import { releasedVersions } from "../catalog/kubernetes-versions.js";
import type { Call } from "../protocol/call.js";
import { inPlace } from "../world/keys.js";
import type { ParameterRecord } from "../world/records.js";

/** A parameter as it is shown: the world's own, or one that AWS publishes. */
export type FoundParameter = Pick<ParameterRecord, "name" | "type" | "value" | "version" | "modifiedAt">;

/**
 * A parameter by name; `name:version` asks for a version. A parameter that a seed or PutParameter made stands
 * before the one that AWS publishes under the same name.
 */
export function findParameter(call: Call, asked: string): FoundParameter | undefined {
  const name = asked.startsWith("arn:") ? `/${asked.split(":parameter/")[1] ?? ""}` : asked;
  const [base = "", selector] = name.split(":");
  const found = call.world.tables.parameters.get(inPlace(call.place, base)) ?? publicParameter(call, base);
  return selector === undefined || String(found?.version) === selector ? found : undefined;
}

/** Every published parameter below a path. */
export function* publicParameters(call: Call, prefix: string): Iterable<FoundParameter> {
  if (!prefix.startsWith("/aws/service/")) return;
  for (const { minor } of releasedVersions(call.world.now())) {
    for (const family of amiFamilies) {
      const path = family.path(minor);
      if (!path.startsWith(prefix) && !prefix.startsWith(path)) continue;
      for (const suffix of suffixes(call, family, minor)) {
        const parameter = publicParameter(call, `${path}${suffix}`);
        if (parameter !== undefined) yield parameter;
      }
    }
  }
}

function suffixes(call: Call, family: AmiFamily, minor: string): string[] {
  switch (family.naming) {
    case "linux":
      return [
        "/recommended",
        "/recommended/image_id",
        "/recommended/image_name",
        "/recommended/release_version",
      ];
    case "bottlerocket":
      return [
        "/latest/image_id",
        "/latest/image_version",
        ...releasesOf(call.world, family, minor).flatMap(({ release }) => {
          const version = release.split("-")[0] ?? "";
          return [`/${version}/image_id`, `/${version}/image_version`];
        }),
      ];
    case "windows":
      return ["", "/image_id", "/release_version"];
  }
}

function publicParameter(call: Call, name: string): FoundParameter | undefined {
  if (!name.startsWith("/aws/service/")) return undefined;
  const minor = /[/-](1\.\d{1,3})(?:[/-]|$)/.exec(name)?.[1];
  if (minor === undefined) return undefined;
  // The longest path wins: `…-nvidia` begins like the plain variant.
  const family = amiFamilies.find((candidate) => {
    const path = candidate.path(minor);
    return name === path || name.startsWith(`${path}/`);
  });
  if (family === undefined) return undefined;
  const releases = releasesOf(call.world, family, minor);
  const rest = name.slice(family.path(minor).length);
  const release = releaseAt(family, releases, rest);
  if (release === undefined) return undefined;
  const value = valueAt(call, family, minor, release, rest);
  if (value === undefined) return undefined;
  return {
    name,
    type: "String",
    value,
    version: releases.indexOf(release) + 1,
    modifiedAt: release.publishedAt,
  };
}

function releaseAt(family: AmiFamily, releases: readonly AmiRelease[], rest: string): AmiRelease | undefined {
  const step = rest.split("/")[1] ?? "";
  switch (family.naming) {
    case "linux": {
      if (step === "recommended") return releases.at(-1);
      // Old releases stay readable under their image's name.
      return releases.find(({ release }) => step.endsWith(`-v${release.split("-")[1] ?? "?"}`));
    }
    case "bottlerocket":
      return step === "latest"
        ? releases.at(-1)
        : releases.find(({ release }) => release.split("-")[0] === step || release === step);
    case "windows":
      return releases.at(-1);
  }
}

function valueAt(
  call: Call,
  family: AmiFamily,
  minor: string,
  release: AmiRelease,
  rest: string,
): string | undefined {
  const image = amiImage(family, minor, release, call.place.region);
  const parts = rest.split("/").slice(1);
  const member = family.naming === "windows" ? parts[0] : parts[1];
  if (parts.length > (family.naming === "windows" ? 1 : 2)) return undefined;
  switch (member) {
    case undefined:
      return family.naming === "bottlerocket"
        ? undefined
        : JSON.stringify({
            schema_version: "2",
            image_id: image.imageId,
            image_name: image.imageName,
            release_version: release.release,
          });
    case "image_id":
      return image.imageId;
    case "image_name":
      return family.naming === "linux" ? image.imageName : undefined;
    case "release_version":
      return family.naming === "bottlerocket" ? undefined : release.release;
    case "image_version":
      return family.naming === "bottlerocket" ? release.release : undefined;
    default:
      return undefined;
  }
}
