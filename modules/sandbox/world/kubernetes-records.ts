import type { Place } from "./place.js";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

/** An object of a cluster's Kubernetes API, as it was written. Nodes are not kept: they follow from instances. */
export interface KubernetesRecord extends Place {
  readonly cluster: string;
  /** The plural under which the API has it, such as `deployments`. */
  readonly resource: string;
  /** Empty for what has no namespace. */
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly createdAt: number;
  readonly body: JsonObject;
}

/** When the controllers of a cluster will next look at it. */
export interface KubernetesSyncRecord extends Place {
  readonly cluster: string;
  readonly at: number;
}

/** The sandbox's own certificate and key, kept so that clients need not learn new ones. */
export interface CertificateRecord {
  readonly name: string;
  readonly certificate: string;
  readonly privateKey: string;
}
