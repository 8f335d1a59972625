import type { AwsTarget } from "./types.js";

type Environment = { readonly [name: string]: string | undefined };

/** Where a target's credentials come from and how they are renewed, as a sentence without its full stop. */
export function credentialsAdvice(target: AwsTarget, env: Environment = process.env): string {
  const role =
    target.assumeRole === undefined ? "" : `, with which role ${target.assumeRole.roleArn} is assumed`;
  const profile = target.profile ?? nonEmpty(env.AWS_PROFILE);
  if (target.accessKeyId !== undefined) {
    return `Renew the keys of the provider block${role}; a run that is under way cannot be given new ones, so end it with Ctrl-C and resume it`;
  }
  if (profile !== undefined) {
    return `Renew the credentials of profile "${profile}"${role}, e.g. with \`aws sso login --profile ${profile}\``;
  }
  if (nonEmpty(env.AWS_ACCESS_KEY_ID) !== undefined) {
    return `Renew AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN${role}; a run that is under way cannot see new ones, so end it with Ctrl-C and resume it with them (a profile could be renewed without that)`;
  }
  if (nonEmpty(env.AWS_WEB_IDENTITY_TOKEN_FILE) !== undefined) {
    return `Renew the token in ${env.AWS_WEB_IDENTITY_TOKEN_FILE}${role}`;
  }
  if (
    nonEmpty(env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI ?? env.AWS_CONTAINER_CREDENTIALS_FULL_URI) !==
    undefined
  ) {
    return `The container's credentials endpoint must give new ones${role}`;
  }
  return `Renew the credentials of the default profile or of this machine's role${role}, e.g. with \`aws sso login\``;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === "" ? undefined : value;
}
