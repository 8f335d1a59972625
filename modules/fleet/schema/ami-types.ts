/** What the AMI types of AWS provider 5.100 have in common, by family. Source: EKS API, CreateNodegroup.amiType. */
export const amiTypes = [
  "AL2023_x86_64_STANDARD",
  "AL2023_ARM_64_STANDARD",
  "AL2023_x86_64_NEURON",
  "AL2023_x86_64_NVIDIA",
  "AL2023_ARM_64_NVIDIA",
  "AL2_x86_64",
  "AL2_x86_64_GPU",
  "AL2_ARM_64",
  "BOTTLEROCKET_x86_64",
  "BOTTLEROCKET_ARM_64",
  "BOTTLEROCKET_x86_64_FIPS",
  "BOTTLEROCKET_ARM_64_FIPS",
  "BOTTLEROCKET_x86_64_NVIDIA",
  "BOTTLEROCKET_ARM_64_NVIDIA",
  "WINDOWS_CORE_2019_x86_64",
  "WINDOWS_FULL_2019_x86_64",
  "WINDOWS_CORE_2022_x86_64",
  "WINDOWS_FULL_2022_x86_64",
] as const;

export type AmiType = (typeof amiTypes)[number];
export type AmiFamily = "al2023" | "al2" | "bottlerocket" | "windows";
export type Architecture = "x86_64" | "arm64";

export function amiFamily(type: AmiType): AmiFamily {
  if (type.startsWith("AL2023_")) return "al2023";
  if (type.startsWith("AL2_")) return "al2";
  return type.startsWith("BOTTLEROCKET_") ? "bottlerocket" : "windows";
}

export function amiArchitecture(type: AmiType): Architecture {
  return type.includes("_ARM_64") ? "arm64" : "x86_64";
}

/**
 * The volume that `rootVolume` sizes. Bottlerocket's root volume holds the system alone and is not written to:
 * images and pods live on its second volume.
 */
export function dataDeviceName(family: AmiFamily): string {
  switch (family) {
    case "al2023":
    case "al2":
      return "/dev/xvda";
    case "bottlerocket":
      return "/dev/xvdb";
    case "windows":
      return "/dev/sda1";
  }
}
