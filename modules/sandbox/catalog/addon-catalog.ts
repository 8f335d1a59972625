import { kubernetesVersions, minorNumber } from "./kubernetes-versions.js";

/** An add-on that EKS offers. */
export interface CatalogAddon {
  readonly name: string;
  readonly type: string;
  readonly namespace: string;
  readonly needsIam: boolean;
  /** How its versions are named for a Kubernetes minor: base, and how many builds there are. */
  readonly versionsFor: (minor: number) => readonly string[];
}

export interface AddonVersion {
  readonly version: string;
  /** The Kubernetes minors it runs on, and for which of them it is the default. */
  readonly minors: readonly { readonly minor: string; readonly isDefault: boolean }[];
}

const builds = (base: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${base}-eksbuild.${index + 1}`);

/** The add-ons of every cluster, with versions in the form that EKS gives them. */
export const catalogAddons: readonly CatalogAddon[] = [
  {
    name: "vpc-cni",
    type: "networking",
    namespace: "kube-system",
    needsIam: true,
    versionsFor: () => [...builds("v1.18.5", 1), ...builds("v1.19.5", 3), ...builds("v1.20.1", 2)],
  },
  {
    name: "coredns",
    type: "networking",
    namespace: "kube-system",
    needsIam: false,
    versionsFor: (minor) =>
      minor < 31 ? builds("v1.11.1", 9) : minor < 33 ? builds("v1.11.4", 14) : builds("v1.12.1", 4),
  },
  {
    name: "kube-proxy",
    type: "networking",
    namespace: "kube-system",
    needsIam: false,
    versionsFor: (minor) => [...builds(`v1.${minor}.0`, 2), ...builds(`v1.${minor}.3`, 2)],
  },
  {
    name: "aws-ebs-csi-driver",
    type: "storage",
    namespace: "kube-system",
    needsIam: true,
    versionsFor: () => [...builds("v1.39.0", 1), ...builds("v1.44.0", 1)],
  },
  {
    name: "eks-pod-identity-agent",
    type: "security",
    namespace: "kube-system",
    needsIam: false,
    versionsFor: () => [...builds("v1.3.7", 2), ...builds("v1.3.8", 2)],
  },
  {
    name: "metrics-server",
    type: "observability",
    namespace: "kube-system",
    needsIam: false,
    versionsFor: () => builds("v0.8.0", 2),
  },
];

export function findCatalogAddon(name: string): CatalogAddon | undefined {
  return catalogAddons.find((addon) => addon.name === name);
}

/** The version that an add-on gets on a Kubernetes minor when none is asked for: the last build but one. */
export function defaultAddonVersion(addon: CatalogAddon, kubernetesMinor: string): string {
  const versions = addon.versionsFor(minorNumber(kubernetesMinor) ?? 0);
  return versions.at(-2) ?? versions.at(-1) ?? "v1.0.0-eksbuild.1";
}

/** Every version of an add-on with the Kubernetes minors it runs on, newest first. */
export function addonVersions(addon: CatalogAddon, kubernetesMinor?: string): AddonVersion[] {
  const minors = kubernetesVersions
    .map(({ minor }) => minor)
    .filter((minor) => kubernetesMinor === undefined || minor === kubernetesMinor);
  const found = new Map<string, { minor: string; isDefault: boolean }[]>();
  for (const minor of minors) {
    const isDefault = defaultAddonVersion(addon, minor);
    for (const version of addon.versionsFor(minorNumber(minor) ?? 0)) {
      const list = found.get(version) ?? [];
      list.push({ minor, isDefault: version === isDefault });
      found.set(version, list);
    }
  }
  return [...found]
    .map(([version, list]) => ({ version, minors: list.reverse() }))
    .sort((left, right) => compareVersions(right.version, left.version));
}

function compareVersions(left: string, right: string): number {
  const a = left.match(/\d+/g) ?? [];
  const b = right.match(/\d+/g) ?? [];
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const difference = Number(a[i] ?? 0) - Number(b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
