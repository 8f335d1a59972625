import { addonVersions, catalogAddons, findCatalogAddon } from "../catalog/addon-catalog.js";
import { findAmiFamily } from "../catalog/ami-families.js";
import { amiReleases } from "../catalog/ami-releases.js";
import {
  defaultKubernetesVersion,
  type KubernetesVersion,
  releasedVersions,
  supportStatus,
} from "../catalog/kubernetes-versions.js";
import type { Answer, Call } from "../protocol/call.js";
import { pageOf } from "../protocol/pagination.js";
import { invalidParameter, resourceNotFound } from "./eks-errors.js";
import { type EksInput, nextToken, pageSize } from "./read-input.js";

/** DescribeClusterVersions: what EKS offers at the world's present date, newest first. */
export function describeClusterVersions(call: Call, input: EksInput): Answer {
  const { query } = input;
  const now = call.world.now();
  const standard = defaultKubernetesVersion(now);
  const asked = query.getAll("clusterVersions");
  const all = query.get("includeAll") === "true";
  const status =
    query.get("versionStatus") ?? query.get("status")?.toUpperCase().replaceAll("-", "_") ?? null;
  const rows = releasedVersions(now).filter((version) => {
    const support = supportStatus(version, now);
    if (asked.length > 0) return asked.includes(version.minor);
    if (query.get("defaultOnly") === "true") return version.minor === standard;
    if (status !== null) return support === status;
    return all || support !== "UNSUPPORTED";
  });
  const page = pageOf(rows, ({ minor }) => descending(minor), pageSize(query), nextToken(query));
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return {
    clusterVersions: page.items.map((version) => versionView(version, now, standard)),
    nextToken: page.nextToken,
  };
}

/** DescribeAddonVersions: every add-on's versions with the Kubernetes minors they run on. */
export function describeAddonVersions(_call: Call, input: EksInput): Answer {
  const { query } = input;
  const name = query.get("addonName");
  const minor = query.get("kubernetesVersion") ?? undefined;
  const types = query.getAll("types");
  const addons = catalogAddons.filter(
    (addon) => (name === null || addon.name === name) && (types.length === 0 || types.includes(addon.type)),
  );
  const page = pageOf(addons, (addon) => addon.name, pageSize(query), nextToken(query));
  if (page === undefined) throw invalidParameter("Invalid nextToken");
  return {
    addons: page.items.map((addon) => ({
      addonName: addon.name,
      type: addon.type,
      publisher: "eks",
      owner: "aws",
      defaultNamespace: addon.namespace,
      addonVersions: addonVersions(addon, minor).map((version) => ({
        addonVersion: version.version,
        architecture: ["amd64", "arm64"],
        computeTypes: ["ec2", "auto", "hybrid"],
        compatibilities: version.minors.map(({ minor: clusterVersion, isDefault }) => ({
          clusterVersion,
          platformVersions: ["*"],
          defaultVersion: isDefault,
        })),
        requiresConfiguration: false,
        requiresIamPermissions: addon.needsIam,
      })),
    })),
    nextToken: page.nextToken,
  };
}

/** DescribeAddonConfiguration: the JSON schema of an add-on's settings; here one that takes any object. */
export function describeAddonConfiguration(_call: Call, input: EksInput): Answer {
  const name = input.query.get("addonName") ?? "";
  const version = input.query.get("addonVersion") ?? "";
  const addon = findCatalogAddon(name);
  if (addon === undefined || !addonVersions(addon).some((candidate) => candidate.version === version)) {
    throw resourceNotFound(`The addon version ${version} of ${name} does not exist`, { addonName: name });
  }
  return {
    addonName: name,
    addonVersion: version,
    configurationSchema: JSON.stringify({
      $schema: "http://json-schema.org/draft-06/schema#",
      title: name,
      type: "object",
    }),
    podIdentityConfiguration: [],
  };
}

function versionView(version: KubernetesVersion, now: number, standard: string): Answer {
  const support = supportStatus(version, now);
  const family = findAmiFamily("AL2023_x86_64_STANDARD");
  const patch = family && amiReleases(family, version.minor, now).at(-1)?.release.split("-")[0];
  return {
    clusterVersion: version.minor,
    clusterType: "eks",
    defaultPlatformVersion: `eks.${version.platform}`,
    defaultVersion: version.minor === standard,
    releaseDate: Date.parse(version.released) / 1000,
    endOfStandardSupportDate: Date.parse(version.endOfStandardSupport) / 1000,
    endOfExtendedSupportDate: Date.parse(version.endOfExtendedSupport) / 1000,
    status: support.toLowerCase().replaceAll("_", "-"),
    versionStatus: support,
    kubernetesPatchVersion: patch ?? version.minor,
  };
}

function descending(minor: string): string {
  return String(1000 - Number(minor.split(".")[1] ?? 0)).padStart(4, "0");
}
