import { randomUUID } from "node:crypto";
import { AwsError } from "../protocol/aws-error.js";
import { type Service, services } from "../protocol/call.js";
import type { World } from "../world/world.js";
import type { CallLog, LoggedCall } from "./call-log.js";
import type { CallerDirectory } from "./callers.js";
import { type CredentialScope, readCredentialScope } from "./credential-scope.js";
import { errorReply, type Prepared, prepare, type RawRequest, type Reply } from "./dispatch.js";
import type { Fault, Faults } from "./faults.js";

/** What the endpoint does with a request: an answer, perhaps late, or a connection that breaks. */
export type Outcome =
  | { readonly kind: "reply"; readonly reply: Reply; readonly delayMs: number }
  | { readonly kind: "reset" }
  /** An answer that goes on: `open` begins it and returns what to do when the client has gone. */
  | {
      readonly kind: "stream";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly open: (write: (text: string) => void, end: () => void) => () => void;
    };

export interface Endpoint {
  readonly world: World;
  readonly callers: CallerDirectory;
  readonly faults: Faults;
  readonly log: CallLog & { add(call: Omit<LoggedCall, "sequence">): void };
  readonly url: () => string;
  readonly certificateAuthority: string;
  /** Checks a signature against a known secret; returns what is wrong with it. */
  readonly verify?: (request: RawRequest, scope: CredentialScope) => AwsError | undefined;
}

/** Answers one AWS call. Never throws: what goes wrong inside becomes the service's internal error. */
export function answerRequest(endpoint: Endpoint, request: RawRequest): Outcome {
  const requestId = randomUUID();
  const signed = readCredentialScope(request.headers, request.query);
  const guessed = guessService(request);
  if (signed.kind !== "signed") {
    const error =
      signed.kind === "missing"
        ? new AwsError(nameFor(guessed, "MissingAuthenticationToken"), 403, "Missing Authentication Token")
        : new AwsError(nameFor(guessed, "IncompleteSignature"), 403, signed.reason);
    return reply(errorReply(guessed, error, requestId));
  }
  const { scope } = signed;
  const service = services.find((name) => name === scope.service);
  if (service === undefined) {
    const error = new AwsError(
      nameFor(guessed, "InvalidSignature"),
      403,
      `Credential should be scoped to one of the services ${services.join(", ")}, not to '${scope.service}'.`,
    );
    return reply(errorReply(guessed, error, requestId));
  }
  const refused = endpoint.verify?.(request, scope);
  if (refused !== undefined) {
    return reply(
      errorReply(
        service,
        new AwsError(nameFor(service, refused.code), refused.status, refused.message),
        requestId,
      ),
    );
  }
  return runCall(endpoint, request, service, scope, requestId);
}

function runCall(
  endpoint: Endpoint,
  request: RawRequest,
  service: Service,
  scope: CredentialScope,
  requestId: string,
): Outcome {
  const { world } = endpoint;
  const { account, caller } = endpoint.callers.find(scope.accessKeyId);
  const place = { account, region: scope.region };
  let prepared: Prepared | undefined;
  let fault: Fault | undefined;
  let result: Reply;
  let changed = false;
  try {
    prepared = prepare(service, request);
    fault = endpoint.faults.strike({
      service,
      operation: prepared.operation,
      region: scope.region,
      cluster: prepared.cluster,
      nodegroup: prepared.nodegroup,
      accessKeyId: scope.accessKeyId,
    });
    if (fault !== undefined && REFUSALS.has(fault.kind)) throw faultError(service, fault);
    if (fault?.kind === "reset") {
      result = { status: 0, headers: {}, body: "" };
    } else {
      world.settle();
      const before = world.revision;
      try {
        result = prepared.run(
          { world, place, caller, url: endpoint.url(), certificateAuthority: endpoint.certificateAuthority },
          requestId,
        );
      } finally {
        changed = world.revision !== before;
      }
      world.settle();
    }
  } catch (error) {
    result = errorReply(service, asAwsError(service, error), requestId);
  }
  world.save();
  endpoint.log.add({
    at: world.now(),
    service,
    operation: prepared?.operation ?? "",
    ...place,
    method: request.method,
    path: request.pathname,
    request: prepared?.request,
    status: result.status,
    changed,
    ...(result.status >= 400 ? { errorCode: errorCodeOf(result) } : {}),
    ...(fault === undefined ? {} : { fault: fault.id }),
  });
  if (fault?.kind === "reset" || fault?.kind === "drop-after") return { kind: "reset" };
  return reply(result, fault?.kind === "slow" ? (fault.delayMs ?? 1000) : 0);
}

function reply(result: Reply, delayMs = 0): Outcome {
  return { kind: "reply", reply: result, delayMs };
}

/** Faults that are answered with an error before the call is looked at. */
const REFUSALS: ReadonlySet<Fault["kind"]> = new Set(["throttle", "error", "expired-credentials"]);

function faultError(service: Service, fault: Fault): AwsError {
  if (fault.kind === "expired-credentials") {
    return service === "ec2"
      ? new AwsError("RequestExpired", 400, "Request has expired.")
      : new AwsError(
          nameFor(service, "ExpiredToken"),
          403,
          "The security token included in the request is expired",
        );
  }
  if (fault.kind === "throttle") {
    const code =
      service === "ec2"
        ? "RequestLimitExceeded"
        : service === "eks" || service === "ssm"
          ? "ThrottlingException"
          : "Throttling";
    const status = service === "ec2" ? 503 : service === "eks" ? 429 : 400;
    return new AwsError(fault.code ?? code, fault.status ?? status, fault.message ?? "Rate exceeded");
  }
  const status = fault.status ?? 500;
  const code =
    fault.code ?? (status === 503 ? nameFor(service, "ServiceUnavailable") : internalCode(service));
  return new AwsError(code, status, fault.message ?? "The service met an internal error.");
}

function asAwsError(service: Service, error: unknown): AwsError {
  if (error instanceof AwsError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new AwsError(internalCode(service), 500, `The sandbox failed: ${message}`);
}

function internalCode(service: Service): string {
  if (service === "eks") return "ServerException";
  return service === "ssm" ? "InternalServerError" : service === "ec2" ? "InternalError" : "InternalFailure";
}

/** JSON services end the names of their errors in `Exception`. */
function nameFor(service: Service, code: string): string {
  if (service !== "eks" && service !== "ssm")
    return code === "InvalidSignature" ? "SignatureDoesNotMatch" : code;
  return code.endsWith("Exception") ? code : `${code}Exception`;
}

/** Which service's clients would understand the answer to a request that does not say whom it is for. */
function guessService(request: RawRequest): Service {
  if (request.headers["x-amz-target"] !== undefined) return "ssm";
  const form = `${request.body}&${request.query.toString()}`;
  if (form.includes("Version=2016-11-15")) return "ec2";
  if (form.includes("Version=2011-01-01")) return "autoscaling";
  if (form.includes("Version=2011-06-15")) return "sts";
  if (form.includes("Version=2010-05-08")) return "iam";
  return request.pathname === "/" && request.method === "POST" ? "ec2" : "eks";
}

function errorCodeOf(result: Reply): string {
  const header = result.headers["x-amzn-ErrorType"];
  if (header !== undefined) return header;
  return (
    /<Code>([^<]*)<\/Code>|"__type":"([^"]*)"/
      .exec(result.body)
      ?.slice(1)
      .find((code) => code !== undefined) ?? ""
  );
}
