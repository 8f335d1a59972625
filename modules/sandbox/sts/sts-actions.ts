import type { QueryOperation } from "../ec2/actions.js";
import { AwsError } from "../protocol/aws-error.js";
import type { Call } from "../protocol/call.js";
import type { QueryParameters } from "../protocol/query-parameters.js";
import { digest } from "../world/ids.js";

export const STS_NAMESPACE = "https://sts.amazonaws.com/doc/2011-06-15/";

/** STS: who calls, and credentials for a role of this or another account. */
export const stsActions: Readonly<Record<string, QueryOperation>> = {
  GetCallerIdentity: (call) => ({
    Arn: call.caller.arn,
    UserId: call.caller.userId,
    Account: call.place.account,
  }),
  AssumeRole: assumeRole,
  AssumeRoleWithWebIdentity: assumeRole,
  GetSessionToken: (call, parameters) => {
    const session = openSession(call, {
      account: call.place.account,
      arn: call.caller.arn,
      userId: call.caller.userId,
    });
    return { Credentials: credentials(session, durationOf(parameters, 43_200)) };
  },
};

function assumeRole(call: Call, parameters: QueryParameters) {
  const roleArn = parameters.string("RoleArn") ?? "";
  const name = parameters.string("RoleSessionName") ?? "";
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]{1,64})$/.exec(roleArn);
  if (match === null) {
    throw new AwsError("ValidationError", 400, `${roleArn} is invalid`);
  }
  if (!/^[\w+=,.@-]{2,64}$/.test(name)) {
    throw new AwsError(
      "ValidationError",
      400,
      "roleSessionName must hold 2 to 64 of the characters [\\w+=,.@-]",
    );
  }
  const [, account = "", role = ""] = match;
  const { roles } = call.world.tables;
  if (roles.count("account", account) > 0 && !roles.has(`${account}/${role}`)) {
    throw new AwsError(
      "AccessDenied",
      403,
      `User: ${call.caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
    );
  }
  const roleId = `AROA${digest(roleArn).slice(0, 17).toUpperCase()}`;
  const session = openSession(call, {
    account,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${name}`,
    userId: `${roleId}:${name}`,
  });
  return {
    Credentials: credentials(session, durationOf(parameters, 3600)),
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    PackedPolicySize: 0,
  };
}

function openSession(
  call: Call,
  who: { readonly account: string; readonly arn: string; readonly userId: string },
) {
  const secret = digest(`${call.world.ids.uuid()}/${who.arn}`);
  return call.world.tables.sessions.put({
    ...who,
    accessKeyId: `ASIA${secret.slice(0, 16).toUpperCase()}`,
    secretAccessKey: secret.slice(16, 56),
    sessionToken: Buffer.from(`${secret}${secret}`).toString("base64"),
  });
}

function credentials(
  session: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string },
  seconds: number,
) {
  return {
    AccessKeyId: session.accessKeyId,
    SecretAccessKey: session.secretAccessKey,
    SessionToken: session.sessionToken,
    // In the caller's own time: it decides when to ask again, and knows nothing of a virtual clock.
    Expiration: new Date(Date.now() + seconds * 1000).toISOString(),
  };
}

function durationOf(parameters: QueryParameters, fallback: number): number {
  const seconds = Number(parameters.string("DurationSeconds") ?? fallback);
  if (!Number.isInteger(seconds) || seconds < 900 || seconds > 43_200) {
    throw new AwsError("ValidationError", 400, "DurationSeconds must be between 900 and 43200");
  }
  return seconds;
}
