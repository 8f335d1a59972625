import type { Tags } from "./place.js";

export interface RoleRecord {
  readonly account: string;
  readonly name: string;
  readonly id: string;
  readonly path: string;
  readonly createdAt: number;
  readonly trustPolicy: string;
  readonly description?: string;
  readonly maxSessionDuration: number;
  readonly attached: readonly string[];
  readonly inline: Readonly<Record<string, string>>;
  readonly tags: Tags;
}

/** Temporary credentials that AssumeRole gave out. */
export interface SessionRecord {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
}

export interface PolicyRecord {
  readonly account: string;
  readonly arn: string;
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly description?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly defaultVersion: number;
  readonly versions: readonly {
    readonly number: number;
    readonly document: string;
    readonly createdAt: number;
  }[];
  readonly tags: Tags;
}

export interface OidcProviderRecord {
  readonly account: string;
  readonly arn: string;
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: Tags;
}
