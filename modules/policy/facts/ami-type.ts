import type { Architecture } from "./instance-type.js";

/** What an EKS AMI type tells of its nodes. `CUSTOM` tells nothing. */
export function readAmiType(amiType: string | undefined): {
  readonly amazonLinux2: boolean;
  readonly architecture?: Architecture;
} {
  if (amiType === undefined || amiType === "CUSTOM") return { amazonLinux2: false };
  return {
    amazonLinux2: amiType.startsWith("AL2_"),
    architecture: amiType.includes("ARM_64") ? "arm64" : "x86_64",
  };
}
