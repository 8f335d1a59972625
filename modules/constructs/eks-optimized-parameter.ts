/**
 * The public SSM parameter with the newest release of an EKS-optimised image. Source: EKS user guide, "Retrieve
 * recommended AMI IDs"; for Bottlerocket its own documentation. Throws a RangeError for an AMI type that has none
 * with a plain value.
 */
export function eksOptimizedParameter(
  amiType: string,
  kubernetesVersion: string,
  read: "image_id" | "release_version",
): string {
  const linux = amazonLinuxPath(amiType);
  if (linux !== undefined)
    return `/aws/service/eks/optimized-ami/${kubernetesVersion}/${linux}/recommended/${read}`;
  const bottlerocket = /^BOTTLEROCKET_(ARM_64|x86_64)((?:_NVIDIA|_FIPS)*)$/.exec(amiType);
  if (bottlerocket !== null) {
    const variant = (bottlerocket[2] ?? "").toLowerCase().replaceAll("_", "-");
    const architecture = bottlerocket[1] === "ARM_64" ? "arm64" : "x86_64";
    const attribute = read === "release_version" ? "image_version" : "image_id";
    return `/aws/service/bottlerocket/aws-k8s-${kubernetesVersion}${variant}/${architecture}/latest/${attribute}`;
  }
  throw new RangeError(`AWS publishes no SSM parameter with the ${read} of ${amiType} alone`);
}

function amazonLinuxPath(amiType: string): string | undefined {
  switch (amiType) {
    case "AL2_x86_64":
      return "amazon-linux-2";
    case "AL2_x86_64_GPU":
      return "amazon-linux-2-gpu";
    case "AL2_ARM_64":
      return "amazon-linux-2-arm64";
  }
  const parts = /^AL2023_(x86_64|ARM_64)_(STANDARD|NVIDIA|NEURON)$/.exec(amiType);
  if (parts === null) return undefined;
  const architecture = parts[1] === "ARM_64" ? "arm64" : "x86_64";
  return `amazon-linux-2023/${architecture}/${(parts[2] ?? "").toLowerCase()}`;
}
