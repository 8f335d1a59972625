/** AWS clients: credentials, endpoints, retries, one rate limiter per account and region. */
export { type AwsErrorContext, awsDiagnostic, awsError } from "./aws-error.js";
export { type AwsWaiting, type CallLimiter, createCallLimiter } from "./call-limiter.js";
export { type Clock, systemClock } from "./clock.js";
export type { Ec2Calls } from "./ec2-calls.js";
export {
  type AwsErrorFacts,
  awsErrorCode,
  awsErrorFacts,
  isExpiredCredentials,
  isMissingCredentials,
  isThrottling,
  isUnreachable,
} from "./error-kind.js";
export { type AwsSessionOptions, createAwsSession } from "./session.js";
export { awsTargetOf } from "./target-of-provider.js";
export type { AwsClients, AwsSession, AwsTarget, CallCounts } from "./types.js";
