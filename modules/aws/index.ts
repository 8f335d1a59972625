/** AWS clients: credentials, endpoints, retries, one rate limiter per account and region. */
export type { AwsClients, AwsSession, AwsTarget, CallCounts } from "./types.js";
