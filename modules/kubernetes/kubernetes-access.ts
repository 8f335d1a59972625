/** The way to a cluster's Kubernetes API. */
export interface KubernetesAccess {
  /** Where it is, e.g. `https://ABC.gr7.eu-central-1.eks.amazonaws.com`; a path is kept. */
  readonly server: string;
  /** PEM; null: the machine's own authorities. */
  readonly certificateAuthority: string | null;
  /** The name in the server's certificate, where it is not the address's; null: the address's. */
  readonly serverName: string | null;
  /** True: any certificate is taken. Only where a kubeconfig says so itself. */
  readonly insecure: boolean;
  /** Asked for again when it has expired, or when the API has refused it once. */
  credential(): Promise<KubernetesCredential>;
}

export interface KubernetesCredential {
  /** Bearer token. */
  readonly token: string | null;
  /** PEM, both or none. */
  readonly certificate: { readonly certificate: string; readonly key: string } | null;
  /** Milliseconds since 1970; null: as long as the process lives. */
  readonly expiresAt: number | null;
}
