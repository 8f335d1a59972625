/** What of an SDK error matters to us; every field is optional because anything can be thrown. */
export interface AwsErrorFacts {
  readonly code: string | undefined;
  readonly message: string;
  readonly requestId: string | undefined;
  readonly status: number | undefined;
}

/** Reads an SDK error's facts without trusting its shape. */
export function awsErrorFacts(error: unknown): AwsErrorFacts {
  if (typeof error !== "object" || error === null) {
    return { code: undefined, message: String(error), requestId: undefined, status: undefined };
  }
  const metadata = "$metadata" in error && isRecord(error.$metadata) ? error.$metadata : {};
  const code = textOf("name" in error ? error.name : undefined);
  const message = textOf("message" in error ? error.message : undefined);
  // The SDK wraps an error that it does not take for one; only the text then tells what it was.
  const inMessage = message === undefined ? undefined : /\bE[A-Z]{4,}\b/.exec(message)?.[0];
  const socketCode = textOf("code" in error ? error.code : undefined) ?? inMessage;
  return {
    // Node's own errors are all called Error or AggregateError; their code says what happened.
    code: code === undefined || /^(Aggregate)?Error$/.test(code) ? (socketCode ?? code) : code,
    message: message === undefined || message === "" ? (socketCode ?? code ?? "unknown error") : message,
    requestId: textOf(metadata.requestId),
    status: typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : undefined,
  };
}

/** The AWS error code of anything thrown by an SDK call, e.g. `ResourceNotFoundException`. */
export function awsErrorCode(error: unknown): string | undefined {
  return awsErrorFacts(error).code;
}

export function isThrottling(error: unknown): boolean {
  const { code, status } = awsErrorFacts(error);
  return status === 429 || (code !== undefined && THROTTLING.has(code));
}

export function isExpiredCredentials(error: unknown): boolean {
  const { code } = awsErrorFacts(error);
  return code !== undefined && EXPIRED.has(code);
}

export function isMissingCredentials(error: unknown): boolean {
  const { code } = awsErrorFacts(error);
  return code === "CredentialsProviderError" || code === "TokenProviderError";
}

export function isUnreachable(error: unknown): boolean {
  const { code, status } = awsErrorFacts(error);
  return status === undefined && code !== undefined && UNREACHABLE.has(code);
}

const THROTTLING = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "SlowDown",
  "PriorRequestNotComplete",
  "EC2ThrottledException",
]);

const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);

const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "TimeoutError",
]);

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
