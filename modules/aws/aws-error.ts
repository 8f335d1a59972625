import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import {
  awsErrorFacts,
  isExpiredCredentials,
  isMissingCredentials,
  isThrottling,
  isUnreachable,
} from "./error-kind.js";

export interface AwsErrorContext {
  /** The API operation, e.g. `eks:UpdateNodegroupConfig`. */
  readonly operation: string;
  /** What was being done, as the provider words it, e.g. `updating EKS Node Group (c:n) config`. */
  readonly doing: string;
  /** The resource's address, where the call was made for one. */
  readonly address?: string;
}

/**
 * Wraps anything that an SDK call threw, with API operation, error code and request id. An error that is
 * already ours is returned as it is, so that the innermost description wins.
 */
export function awsError(error: unknown, context: AwsErrorContext): FleetwrightError {
  if (FleetwrightError.is(error)) return error;
  return new FleetwrightError("aws", [awsDiagnostic(error, context)], { cause: error });
}

/**
 * The diagnostic of an SDK error. Codes: AWS_CREDENTIALS, AWS_THROTTLED, AWS_UNREACHABLE,
 * AWS_UNAVAILABLE, AWS_REFUSED.
 */
export function awsDiagnostic(error: unknown, context: AwsErrorContext): Diagnostic {
  const facts = awsErrorFacts(error);
  const said = facts.code === undefined ? facts.message : `${facts.code}: ${facts.message}`;
  const advice = adviceFor(error);
  return {
    severity: "error",
    code: advice.code,
    summary: `${context.doing}: ${said}`,
    ...(advice.detail === undefined ? {} : { detail: advice.detail }),
    ...(context.address === undefined ? {} : { address: context.address }),
    aws: {
      operation: context.operation,
      ...(facts.requestId === undefined ? {} : { requestId: facts.requestId }),
      ...(facts.code === undefined ? {} : { errorCode: facts.code }),
    },
  };
}

function adviceFor(error: unknown): { readonly code: string; readonly detail?: string } {
  if (isMissingCredentials(error)) {
    return {
      code: "AWS_CREDENTIALS",
      detail:
        "No usable AWS credentials were found, or they have expired. Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with `aws sso login`.",
    };
  }
  if (isExpiredCredentials(error)) {
    return {
      code: "AWS_CREDENTIALS",
      detail: "The AWS credentials have expired. Renew them and run the command again.",
    };
  }
  if (isThrottling(error)) {
    return {
      code: "AWS_THROTTLED",
      detail:
        "AWS kept throttling this call in spite of retries. Run again later or with a lower -parallelism.",
    };
  }
  if (isUnreachable(error)) {
    return {
      code: "AWS_UNREACHABLE",
      detail:
        "The AWS endpoint could not be reached. Check the network, the region, and AWS_ENDPOINT_URL where it is set.",
    };
  }
  if ((awsErrorFacts(error).status ?? 0) >= 500) {
    return {
      code: "AWS_UNAVAILABLE",
      detail: "AWS failed itself, in spite of retries. See its health dashboard, and run again later.",
    };
  }
  return { code: "AWS_REFUSED" };
}
