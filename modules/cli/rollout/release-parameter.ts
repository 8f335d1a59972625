/**
 * The public SSM parameter with the newest release of an AMI type for a Kubernetes minor; null where there is none
 * whose value is the release itself (custom images; Windows, whose parameter is a document).
 */
export function releaseParameter(amiType: string, minor: string): string | null {
  const eks = `/aws/service/eks/optimized-ami/${minor}`;
  const linux = /^AL2(023)?_(x86_64|ARM_64)(?:_(GPU|STANDARD|NVIDIA|NEURON))?$/.exec(amiType);
  if (linux !== null) {
    const [, generation, processor, variant] = linux;
    const architecture = processor === "ARM_64" ? "arm64" : "x86_64";
    if (generation === "023") {
      return `${eks}/amazon-linux-2023/${architecture}/${(variant ?? "standard").toLowerCase()}/recommended/release_version`;
    }
    const family = variant === "GPU" ? "-gpu" : processor === "ARM_64" ? "-arm64" : "";
    return `${eks}/amazon-linux-2${family}/recommended/release_version`;
  }
  const bottlerocket = /^BOTTLEROCKET_(x86_64|ARM_64)(_NVIDIA)?(_FIPS)?$/.exec(amiType);
  if (bottlerocket === null) return null;
  const [, processor, nvidia = "", fips = ""] = bottlerocket;
  const variant = `${nvidia}${fips}`.toLowerCase().replaceAll("_", "-");
  const architecture = processor === "ARM_64" ? "arm64" : "x86_64";
  return `/aws/service/bottlerocket/aws-k8s-${minor}${variant}/${architecture}/latest/image_version`;
}
