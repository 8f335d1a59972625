import type { Call } from "../protocol/call.js";
import { invalidParameter } from "./eks-errors.js";

/**
 * A role must look like one, and exist. The roles of an account are checked once it has any: a world whose
 * seed speaks of no roles lets every one pass.
 * @throws InvalidParameterException
 */
export function checkRole(call: Call, arn: string, members: Readonly<Record<string, unknown>>): void {
  const match = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[\w+=,.@/-]*\/)?([\w+=,.@-]{1,64})$/.exec(arn);
  if (match === null) throw invalidParameter(`Invalid Role Arn: '${arn}'`, members);
  const [, account, name] = match;
  const { roles } = call.world.tables;
  if (account === undefined || call.world.lax || roles.count("account", account) === 0) return;
  if (!roles.has(`${account}/${name ?? ""}`)) {
    throw invalidParameter(`The role with name ${name ?? ""} cannot be found.`, members);
  }
}
