import type { Ami } from "../fleet.js";
import { type AmiType, amiArchitecture, amiFamily } from "../schema/ami-types.js";
import type { NodeGroupSettings } from "../schema/node-group-schema.js";
import { instanceArchitecture } from "./architecture.js";
import type { Problems } from "./problems.js";

/** The image of a group, with every contradiction that EKS would refuse reported. */
export function resolveAmi(
  settings: Partial<NodeGroupSettings>,
  clusterVersion: string,
  problems: Problems,
): Ami {
  const ami = settings.ami ?? {};
  const conflict = (key: string, summary: string, detail: string) =>
    problems.addAtKey(["ami", key], "FLEET_IMAGE_CONFLICT", summary, detail);
  if (ami.id !== undefined && ami.ssmParameter !== undefined) {
    conflict(
      "ssmParameter",
      "Two custom images are named",
      "A group has one image. Keep either id or ssmParameter.",
    );
  }
  const custom = ami.id !== undefined || ami.ssmParameter !== undefined;
  if (custom) {
    if (ami.type !== undefined) {
      conflict(
        "type",
        "A custom image and an EKS-optimised one are named together",
        "With a custom image EKS sets the type to CUSTOM itself. Remove type, or the custom image.",
      );
    }
    if (ami.releaseVersion !== undefined) {
      conflict(
        "releaseVersion",
        "A release version is pinned beside a custom image",
        "Releases are of EKS-optimised images; EKS refuses one together with a custom image. Remove releaseVersion, or id and ssmParameter.",
      );
    }
    if (settings.kubernetesVersion !== undefined) {
      problems.addAtKey(
        ["kubernetesVersion"],
        "FLEET_IMAGE_CONFLICT",
        "A Kubernetes version is set beside a custom image",
        "A custom image has the version that it was built with, and EKS refuses another. Remove kubernetesVersion; build the image for it instead.",
      );
    }
    checkMixedArchitectures(settings.instanceTypes ?? [], problems);
    if (ami.id !== undefined) return { kind: "custom", source: { id: ami.id } };
    return { kind: "custom", source: { ssmParameter: ami.ssmParameter ?? "" } };
  }
  const type = ami.type ?? "AL2023_x86_64_STANDARD";
  checkArchitecture(type, settings, problems);
  checkVersions(type, ami.releaseVersion, settings.kubernetesVersion ?? clusterVersion, problems);
  return { kind: "eks-optimized", type, releaseVersion: ami.releaseVersion ?? null };
}

function checkMixedArchitectures(instanceTypes: readonly string[], problems: Problems): void {
  const [first] = instanceTypes;
  if (first === undefined) return;
  const odd = instanceTypes.findIndex((type) => instanceArchitecture(type) !== instanceArchitecture(first));
  if (odd < 1) return;
  problems.add(
    ["instanceTypes", odd],
    "FLEET_ARCHITECTURE",
    `${instanceTypes[odd]} is ${instanceArchitecture(instanceTypes[odd] ?? "")}, ${first} is ${instanceArchitecture(first)}`,
    "All instance types of a group start from one image, so they share its architecture. Make two groups.",
  );
}

function checkArchitecture(type: AmiType, settings: Partial<NodeGroupSettings>, problems: Problems): void {
  const wanted = amiArchitecture(type);
  for (const [index, instanceType] of (settings.instanceTypes ?? []).entries()) {
    const found = instanceArchitecture(instanceType);
    if (found === wanted) continue;
    const other = found === "arm64" ? type.replace("x86_64", "ARM_64") : type.replace("ARM_64", "x86_64");
    const said = settings.ami?.type === undefined ? `${type}, the default image,` : type;
    problems.add(
      ["instanceTypes", index],
      "FLEET_ARCHITECTURE",
      `${instanceType} is ${found}, but ${said} is for ${wanted}`,
      `The nodes would not start. Take ami.type ${other}, or other instance types.`,
    );
  }
}

function checkVersions(
  type: AmiType,
  release: string | undefined,
  version: string,
  problems: Problems,
): void {
  // A version that is missing or wrong has been reported.
  if (version === "") return;
  const minor = Number(version.split(".")[1]);
  if (amiFamily(type) === "al2" && minor >= 33) {
    problems.add(
      ["ami", "type"],
      "FLEET_NO_SUCH_IMAGE",
      `There is no ${type} image for Kubernetes ${version}`,
      `Amazon Linux 2 images end with 1.32. Take ${type === "AL2_ARM_64" ? "AL2023_ARM_64_STANDARD" : "AL2023_x86_64_STANDARD"}.`,
    );
  }
  // Bottlerocket's releases are numbered after the system, not after Kubernetes.
  if (release === undefined || release === "latest" || amiFamily(type) === "bottlerocket") return;
  const releaseMinor = /^(\d+\.\d+)/.exec(release)?.[1];
  if (releaseMinor !== undefined && releaseMinor !== version) {
    problems.add(
      ["ami", "releaseVersion"],
      "FLEET_RELEASE_MISMATCH",
      `The release ${release} is of Kubernetes ${releaseMinor}, the group's version is ${version}`,
      `EKS refuses the pair. Take a release of ${version}, or set the group's kubernetesVersion to "${releaseMinor}".`,
    );
  }
}
