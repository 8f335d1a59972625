import type { CallLimiter } from "./call-limiter.js";
import type { AwsTarget } from "./types.js";

/** Who calls, as far as a target tells without asking AWS. */
interface Member {
  readonly target: AwsTarget;
  readonly own: CallLimiter;
  readonly account: () => Promise<string | undefined>;
}

/**
 * Gives every target the limiter of its account and region, which AWS counts calls by. Targets that reach one
 * region with different credentials may still be of one account: only then it is asked for, once for each.
 *
 * @returns for a target, and how to find out its account, the limiter of each of its calls
 */
export function createAccountLimiters(
  make: (target: AwsTarget) => CallLimiter,
): (target: AwsTarget, account: () => Promise<string | undefined>) => () => Promise<CallLimiter> {
  const regions = new Map<string, Map<string, Member>>();
  return (target, account) => {
    const place = JSON.stringify([target.region, Object.entries(target.endpoints ?? {}).sort()]);
    const members = regions.get(place) ?? new Map<string, Member>();
    regions.set(place, members);
    const key = credentialsKey(target);
    const member = members.get(key) ?? { target, own: make(target), account: once(account) };
    members.set(key, member);
    return async () => {
      if (members.size === 1) return member.own;
      const mine = await member.account();
      if (mine === undefined) return member.own;
      for (const other of members.values()) {
        if (other === member || (await other.account()) === mine) return other.own;
      }
      return member.own;
    };
  };
}

/** Equal for targets with the same credentials. */
export function credentialsKey(target: AwsTarget): string {
  const { profile, accessKeyId, secretAccessKey, sessionToken, assumeRole } = target;
  const role = assumeRole && [assumeRole.roleArn, assumeRole.sessionName, assumeRole.externalId];
  return JSON.stringify([profile, accessKeyId, secretAccessKey, sessionToken, role]);
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
