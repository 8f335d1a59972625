import type { IncomingHttpHeaders } from "node:http";
import { AUTOSCALING_NAMESPACE, autoscalingActions } from "../autoscaling/autoscaling-actions.js";
import { ec2Actions, type QueryOperation } from "../ec2/actions.js";
import { matchEksRoute } from "../eks/routes.js";
import { IAM_NAMESPACE, iamActions } from "../iam/iam-actions.js";
import { AwsError } from "../protocol/aws-error.js";
import type { Call, Service } from "../protocol/call.js";
import { parseQueryParameters, type QueryParameters } from "../protocol/query-parameters.js";
import { ec2Answer, ec2ErrorAnswer, queryAnswer, queryErrorAnswer } from "../protocol/xml-answer.js";
import { ssmActions } from "../ssm/ssm-actions.js";
import { STS_NAMESPACE, stsActions } from "../sts/sts-actions.js";

/** A request with its body, before anybody knows what it asks for. */
export interface RawRequest {
  readonly method: string;
  readonly pathname: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What is sent back. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An operation that was found, ready to run. */
export interface Prepared {
  readonly operation: string;
  readonly cluster: string | undefined;
  readonly nodegroup: string | undefined;
  /** What was asked, for the call log. */
  readonly request: unknown;
  readonly run: (call: Call, requestId: string) => Reply;
}

const QUERY_SERVICES: Readonly<
  Record<
    "sts" | "autoscaling" | "iam",
    { readonly namespace: string; readonly actions: Readonly<Record<string, QueryOperation>> }
  >
> = {
  sts: { namespace: STS_NAMESPACE, actions: stsActions },
  autoscaling: { namespace: AUTOSCALING_NAMESPACE, actions: autoscalingActions },
  iam: { namespace: IAM_NAMESPACE, actions: iamActions },
};

/**
 * Finds the operation that a request asks of a service.
 * @throws AwsError in the service's own terms when there is none, or its body cannot be read
 */
export function prepare(service: Service, request: RawRequest): Prepared {
  switch (service) {
    case "eks":
      return prepareEks(request);
    case "ssm":
      return prepareSsm(request);
    case "ec2": {
      const { action, parameters } = readQuery(request);
      const operation = findAction(
        ec2Actions,
        action,
        () => new AwsError("InvalidAction", 400, `The action ${action} is not valid for this web service.`),
      );
      return {
        operation: action,
        cluster: undefined,
        nodegroup: undefined,
        request: formOf(request),
        run: (call, requestId) => {
          if (parameters.string("DryRun") === "true") {
            throw new AwsError(
              "DryRunOperation",
              412,
              "Request would have succeeded, but DryRun flag is set.",
            );
          }
          return xml(ec2Answer(action, operation(call, parameters), requestId));
        },
      };
    }
    case "sts":
    case "iam":
    case "autoscaling": {
      const { namespace, actions } = QUERY_SERVICES[service];
      const { action, parameters } = readQuery(request);
      const operation = findAction(
        actions,
        action,
        () => new AwsError("InvalidAction", 400, `Could not find operation ${action}`),
      );
      return {
        operation: action,
        cluster: undefined,
        nodegroup: undefined,
        request: formOf(request),
        run: (call, requestId) => xml(queryAnswer(action, operation(call, parameters), requestId, namespace)),
      };
    }
  }
}

/** An error in the form in which the service's clients expect it. */
export function errorReply(service: Service, error: AwsError, requestId: string): Reply {
  switch (service) {
    case "eks":
      return {
        status: error.status,
        headers: {
          "content-type": "application/json",
          "x-amzn-ErrorType": error.code,
          "x-amzn-RequestId": requestId,
        },
        body: JSON.stringify({ ...error.members, message: error.message }),
      };
    case "ssm":
      return {
        status: error.status,
        headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-RequestId": requestId },
        body: JSON.stringify({ __type: error.code, message: error.message }),
      };
    case "ec2":
      return { ...xml(ec2ErrorAnswer(error.code, error.message, requestId)), status: error.status };
    case "sts":
    case "iam":
    case "autoscaling": {
      const fault = error.status >= 500 ? "Receiver" : "Sender";
      const { namespace } = QUERY_SERVICES[service];
      return {
        ...xml(queryErrorAnswer(error.code, error.message, fault, requestId, namespace)),
        status: error.status,
      };
    }
  }
}

function prepareEks(request: RawRequest): Prepared {
  const match = matchEksRoute(request.method, request.pathname);
  if (match === undefined) {
    throw new AwsError("NotFoundException", 404, `No operation ${request.method} ${request.pathname}`);
  }
  const body = parseJson(request.body);
  const input = { path: match.path, query: request.query, body };
  return {
    operation: match.operation,
    cluster: match.path.name ?? nameIn(body, "name"),
    nodegroup: match.path.nodegroupName ?? nameIn(body, "nodegroupName"),
    request: body ?? Object.fromEntries(request.query),
    run: (call, requestId) => ({
      status: 200,
      headers: { "content-type": "application/json", "x-amzn-RequestId": requestId },
      body: JSON.stringify(match.run(call, input)),
    }),
  };
}

function prepareSsm(request: RawRequest): Prepared {
  const target = request.headers["x-amz-target"];
  const action = typeof target === "string" ? target.replace(/^AmazonSSM\./, "") : "";
  const operation = findAction(
    ssmActions,
    action,
    () => new AwsError("UnknownOperationException", 400, `Unknown operation ${action}`),
  );
  const body = parseJson(request.body);
  return {
    operation: action,
    cluster: undefined,
    nodegroup: undefined,
    request: body,
    run: (call, requestId) => ({
      status: 200,
      headers: { "content-type": "application/x-amz-json-1.1", "x-amzn-RequestId": requestId },
      body: JSON.stringify(operation(call, body)),
    }),
  };
}

function readQuery(request: RawRequest): { readonly action: string; readonly parameters: QueryParameters } {
  const parameters = parseQueryParameters(formText(request));
  const action = parameters.string("Action");
  if (action === undefined || action === "") {
    throw new AwsError("MissingAction", 400, "The request must contain the parameter Action");
  }
  return { action, parameters };
}

function formText(request: RawRequest): string {
  return request.body === "" ? request.query.toString() : request.body;
}

function formOf(request: RawRequest): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(formText(request)));
}

function findAction<Operation>(
  actions: Readonly<Record<string, Operation>>,
  name: string,
  missing: () => AwsError,
): Operation {
  const operation = Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (operation === undefined) throw missing();
  return operation;
}

function parseJson(body: string): unknown {
  if (body === "") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError("SerializationException", 400, "The request body is not valid JSON");
  }
}

function nameIn(body: unknown, member: string): string | undefined {
  if (typeof body !== "object" || body === null) return undefined;
  const value: unknown = Reflect.get(body, member);
  return typeof value === "string" ? value : undefined;
}

function xml(body: string): Reply {
  return { status: 200, headers: { "content-type": "text/xml;charset=UTF-8" }, body };
}
