import type { AwsTarget } from "./types.js";

export interface ResolvedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Gives a target's credentials; with `forceRefresh` past every cache, from the files as they are now. */
export type CredentialsProvider = (options?: {
  readonly forceRefresh?: boolean;
}) => Promise<ResolvedCredentials>;

/**
 * The credentials that a target asks for: the keys or the role of its provider block, else the SDK's own chain
 * (environment, shared files, SSO, web identity, container, instance).
 */
export function credentialsFor(target: AwsTarget): CredentialsProvider {
  let made: Promise<() => Promise<ResolvedCredentials>> | undefined;
  return async (options) => {
    // A chain holds on to what it was given, and a role's to the keys that it is assumed with: a new one does not.
    if (made === undefined || options?.forceRefresh === true) made = makeProvider(target);
    return (await made)();
  };
}

async function makeProvider(target: AwsTarget): Promise<() => Promise<ResolvedCredentials>> {
  const { fromNodeProviderChain, fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const profile = target.profile === undefined ? {} : { profile: target.profile };
  const { region } = target;
  const fixed = fixedKeys(target);
  const own: () => Promise<ResolvedCredentials> =
    fixed === undefined
      ? fromNodeProviderChain({ ...profile, clientConfig: { region }, ignoreCache: true })
      : async () => fixed;
  const role = target.assumeRole;
  if (role === undefined) return own;
  const endpoint = target.endpoints?.sts;
  return fromTemporaryCredentials({
    masterCredentials: own,
    params: {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName ?? "fleetwright",
      ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
    },
    clientConfig: { region, ...profile, ...(endpoint === undefined ? {} : { endpoint }) },
  });
}

function fixedKeys(target: AwsTarget): ResolvedCredentials | undefined {
  const { accessKeyId, secretAccessKey, sessionToken } = target;
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) };
}
