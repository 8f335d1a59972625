/** How a family's AMI releases are named and where SSM publishes them. */
export interface AmiFamily {
  readonly amiType: string;
  readonly architecture: "x86_64" | "arm64";
  readonly naming: "linux" | "bottlerocket" | "windows";
  /** The SSM path that holds the family's parameters, for a Kubernetes minor. */
  readonly path: (minor: string) => string;
  /** The image's name, for a Kubernetes minor and a release. */
  readonly imageName: (minor: string, release: string) => string;
  /** The last Kubernetes minor that the family was built for. */
  readonly lastMinor?: number;
  readonly accelerator?: "gpu" | "neuron";
}

const al2 = (amiType: string, suffix: string, architecture: "x86_64" | "arm64", gpu = false): AmiFamily => ({
  amiType,
  architecture,
  naming: "linux",
  path: (minor) => `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2${suffix}`,
  imageName: (minor, release) => `amazon-eks${suffix}-node-${minor}-v${dateOf(release)}`,
  lastMinor: 32,
  ...(gpu ? { accelerator: "gpu" as const } : {}),
});

const al2023 = (
  amiType: string,
  architecture: "x86_64" | "arm64",
  variant: "standard" | "nvidia" | "neuron",
): AmiFamily => ({
  amiType,
  architecture,
  naming: "linux",
  path: (minor) => `/aws/service/eks/optimized-ami/${minor}/amazon-linux-2023/${architecture}/${variant}`,
  imageName: (minor, release) =>
    `amazon-eks-node-al2023-${architecture}-${variant}-${minor}-v${dateOf(release)}`,
  ...(variant === "nvidia" ? { accelerator: "gpu" as const } : {}),
  ...(variant === "neuron" ? { accelerator: "neuron" as const } : {}),
});

const bottlerocket = (amiType: string, variant: string, architecture: "x86_64" | "arm64"): AmiFamily => ({
  amiType,
  architecture,
  naming: "bottlerocket",
  path: (minor) => `/aws/service/bottlerocket/aws-k8s-${minor}${variant}/${architecture}`,
  imageName: (minor, release) =>
    `bottlerocket-aws-k8s-${minor}${variant}-${architecture === "arm64" ? "aarch64" : "x86_64"}-v${release}`,
  ...(variant.includes("nvidia") ? { accelerator: "gpu" as const } : {}),
});

const windows = (edition: "CORE" | "FULL", year: string): AmiFamily => {
  const name = `Windows_Server-${year}-English-${edition === "CORE" ? "Core" : "Full"}-EKS_Optimized`;
  return {
    amiType: `WINDOWS_${edition}_${year}_x86_64`,
    architecture: "x86_64",
    naming: "windows",
    path: (minor) => `/aws/service/ami-windows-latest/${name}-${minor}`,
    imageName: (minor, release) => `${name}-${minor}-${release.split("-")[1] ?? ""}`,
  };
};

/** Every AMI type that EKS knows, `CUSTOM` aside. */
export const amiFamilies: readonly AmiFamily[] = [
  al2("AL2_x86_64", "", "x86_64"),
  al2("AL2_x86_64_GPU", "-gpu", "x86_64", true),
  al2("AL2_ARM_64", "-arm64", "arm64"),
  al2023("AL2023_x86_64_STANDARD", "x86_64", "standard"),
  al2023("AL2023_ARM_64_STANDARD", "arm64", "standard"),
  al2023("AL2023_x86_64_NVIDIA", "x86_64", "nvidia"),
  al2023("AL2023_ARM_64_NVIDIA", "arm64", "nvidia"),
  al2023("AL2023_x86_64_NEURON", "x86_64", "neuron"),
  bottlerocket("BOTTLEROCKET_x86_64", "", "x86_64"),
  bottlerocket("BOTTLEROCKET_ARM_64", "", "arm64"),
  bottlerocket("BOTTLEROCKET_x86_64_NVIDIA", "-nvidia", "x86_64"),
  bottlerocket("BOTTLEROCKET_ARM_64_NVIDIA", "-nvidia", "arm64"),
  bottlerocket("BOTTLEROCKET_x86_64_FIPS", "-fips", "x86_64"),
  bottlerocket("BOTTLEROCKET_ARM_64_FIPS", "-fips", "arm64"),
  bottlerocket("BOTTLEROCKET_x86_64_NVIDIA_FIPS", "-nvidia-fips", "x86_64"),
  bottlerocket("BOTTLEROCKET_ARM_64_NVIDIA_FIPS", "-nvidia-fips", "arm64"),
  windows("CORE", "2019"),
  windows("FULL", "2019"),
  windows("CORE", "2022"),
  windows("FULL", "2022"),
  windows("CORE", "2025"),
  windows("FULL", "2025"),
];

const byType = new Map(amiFamilies.map((family) => [family.amiType, family]));

export function findAmiFamily(amiType: string): AmiFamily | undefined {
  return byType.get(amiType);
}

function dateOf(release: string): string {
  return release.split("-")[1] ?? "";
}
