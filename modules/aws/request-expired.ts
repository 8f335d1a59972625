import { awsErrorFacts } from "./error-kind.js";

/** From here on the SDK takes clocks to differ, and corrects for it. Milliseconds. */
const SKEW = 240_000;

/**
 * EC2 says `RequestExpired` both when our clock is wrong and when the credentials have expired. The SDK takes it
 * for the former and repeats the call in vain. Where the answer's date shows that the clocks agree, the error is
 * given its proper name, `ExpiredToken`, which nothing repeats.
 */
export async function withoutFalseSkew<Result>(send: () => Promise<Result>): Promise<Result> {
  try {
    return await send();
  } catch (error) {
    const { code } = awsErrorFacts(error);
    if (code === "RequestExpired" && error instanceof Error && !clocksDiffer(error))
      error.name = "ExpiredToken";
    throw error;
  }
}

function clocksDiffer(error: Error): boolean {
  const response: unknown = "$response" in error ? error.$response : undefined;
  const headers: unknown = isObject(response) ? response.headers : undefined;
  const date = isObject(headers) ? headers.date : undefined;
  const time = typeof date === "string" ? Date.parse(date) : Number.NaN;
  return Number.isNaN(time) || Math.abs(time - Date.now()) >= SKEW;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
