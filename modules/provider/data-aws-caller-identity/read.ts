import { awsError } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import type { ReadContext } from "../provider-definition.js";
import { dataSourceState } from "../state-shape/data-source-state.js";
import { callerIdentitySchema } from "./schema.js";

/** Reads `data.aws_caller_identity`. */
export async function readCallerIdentity(config: ObjectValue, context: ReadContext): Promise<ObjectValue> {
  const sts = await context.clients.sts();
  try {
    const { Account, Arn, UserId } = await sts.getCallerIdentity({});
    const fields = { account_id: Account, arn: Arn, id: Account, user_id: UserId };
    return dataSourceState(callerIdentitySchema, fields, config);
  } catch (error) {
    throw awsError(error, { operation: "sts:GetCallerIdentity", doing: "reading STS Caller Identity" });
  }
}
