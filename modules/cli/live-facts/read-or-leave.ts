import { awsError, awsErrorFacts, isUnreachable } from "../../aws/index.js";

/**
 * The answer of a read for the policies; null where AWS refuses it or cannot be reached. A right that is
 * missing for these facts alone does not stop a plan: the rules that need them say that they were not decided.
 */
export async function readOrLeave<T>(operation: string, read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (awsErrorFacts(error).status !== undefined || isUnreachable(error)) return null;
    throw awsError(error, { operation, doing: "reading facts for the policies" });
  }
}
