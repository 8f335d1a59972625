import type { Caller } from "../protocol/call.js";
import type { World } from "../world/world.js";

/** Which account an access key belongs to, and who its owner is. */
export interface CallerDirectory {
  find(accessKeyId: string): { readonly account: string; readonly caller: Caller };
}

/**
 * Access keys that a seed gives to an account belong to it, those that AssumeRole gave out belong to their
 * role's account, and every other one belongs to a user of the default account.
 */
export function createCallerDirectory(
  world: World,
  defaultAccount: string,
  accountsByKey: ReadonlyMap<string, string>,
): CallerDirectory {
  return {
    find: (accessKeyId) => {
      const session = world.tables.sessions.get(accessKeyId);
      if (session !== undefined) {
        return {
          account: session.account,
          caller: { accessKeyId, arn: session.arn, userId: session.userId },
        };
      }
      const account = accountsByKey.get(accessKeyId) ?? defaultAccount;
      return {
        account,
        caller: { accessKeyId, arn: `arn:aws:iam::${account}:user/sandbox`, userId: accessKeyId },
      };
    },
  };
}
