import type { AwsTarget } from "./types.js";

export interface ResolvedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** What a client constructor takes: `credentials`, a fixed value or a provider that renews itself. */
export interface ClientCredentials {
  readonly credentials: ResolvedCredentials | (() => Promise<ResolvedCredentials>);
}

/**
 * The credentials that a target asks for; undefined leaves it to the SDK's own chain (environment, shared
 * files, SSO, web identity, container, instance).
 */
export async function credentialsFor(target: AwsTarget): Promise<ClientCredentials | undefined> {
  const fixed = fixedKeys(target);
  const role = target.assumeRole;
  if (role === undefined) return fixed === undefined ? undefined : { credentials: fixed };
  const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const endpoint = target.endpoints?.sts;
  return {
    credentials: fromTemporaryCredentials({
      ...(fixed === undefined ? {} : { masterCredentials: fixed }),
      params: {
        RoleArn: role.roleArn,
        RoleSessionName: role.sessionName ?? "fleetwright",
        ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
      },
      clientConfig: {
        region: target.region,
        ...(target.profile === undefined ? {} : { profile: target.profile }),
        ...(endpoint === undefined ? {} : { endpoint }),
      },
    }),
  };
}

function fixedKeys(target: AwsTarget): ResolvedCredentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = target;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
