import { z } from "zod";
import { AwsError } from "../protocol/aws-error.js";
import type { Answer, Call } from "../protocol/call.js";
import { pageOf } from "../protocol/pagination.js";
import { inPlace, placeKey } from "../world/keys.js";
import { type FoundParameter, findParameter, publicParameters } from "./public-parameters.js";

export type JsonOperation = (call: Call, input: unknown) => Answer;

/** SSM's Parameter Store: what the world holds, and the AMI parameters that AWS publishes. */
export const ssmActions: Readonly<Record<string, JsonOperation>> = {
  GetParameter: (call, input) => {
    const { Name } = read(z.object({ Name: z.string().min(1) }), input);
    const found = findParameter(call, Name);
    if (found === undefined) {
      throw new AwsError("ParameterNotFound", 400, `Parameter ${Name} not found.`);
    }
    return { Parameter: parameterView(call, found, Name) };
  },

  GetParameters: (call, input) => {
    const { Names } = read(z.object({ Names: z.array(z.string()).min(1).max(10) }), input);
    const found = Names.map((name) => ({ name, parameter: findParameter(call, name) }));
    return {
      Parameters: found.flatMap(({ name, parameter }) =>
        parameter === undefined ? [] : [parameterView(call, parameter, name)],
      ),
      InvalidParameters: found.flatMap(({ name, parameter }) => (parameter === undefined ? [name] : [])),
    };
  },

  GetParametersByPath: (call, input) => {
    const request = read(
      z.object({
        Path: z.string().startsWith("/"),
        Recursive: z.boolean().optional(),
        MaxResults: z.int().min(1).max(10).optional(),
        NextToken: z.string().optional(),
      }),
      input,
    );
    const prefix = request.Path.endsWith("/") ? request.Path : `${request.Path}/`;
    const all = [...ownParameters(call), ...publicParameters(call, prefix)].filter(
      ({ name }) =>
        name.startsWith(prefix) && (request.Recursive === true || !name.slice(prefix.length).includes("/")),
    );
    const page = pageOf(all, ({ name }) => name, request.MaxResults ?? 10, request.NextToken);
    if (page === undefined) throw new AwsError("InvalidNextToken", 400, "The specified token isn't valid.");
    return {
      Parameters: page.items.map((parameter) => parameterView(call, parameter, parameter.name)),
      NextToken: page.nextToken,
    };
  },

  PutParameter: (call, input) => {
    const request = read(
      z.object({
        Name: z.string().min(1).max(2048),
        Value: z.string(),
        Type: z.enum(["String", "StringList", "SecureString"]).optional(),
        Overwrite: z.boolean().optional(),
      }),
      input,
    );
    if (request.Name.startsWith("/aws/")) {
      throw new AwsError(
        "AccessDeniedException",
        400,
        `No access to reserved parameter name: ${request.Name}.`,
      );
    }
    const { parameters } = call.world.tables;
    const old = parameters.get(inPlace(call.place, request.Name));
    if (old !== undefined && request.Overwrite !== true) {
      throw new AwsError(
        "ParameterAlreadyExists",
        400,
        "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.",
      );
    }
    const version = (old?.version ?? 0) + 1;
    parameters.put({
      ...call.place,
      name: request.Name,
      type: request.Type ?? old?.type ?? "String",
      value: request.Value,
      version,
      modifiedAt: call.world.now(),
    });
    return { Version: version, Tier: "Standard" };
  },

  DeleteParameter: (call, input) => {
    const { Name } = read(z.object({ Name: z.string() }), input);
    if (!call.world.tables.parameters.delete(inPlace(call.place, Name))) {
      throw new AwsError("ParameterNotFound", 400, `Parameter ${Name} not found.`);
    }
    return {};
  },
};

function ownParameters(call: Call): FoundParameter[] {
  return call.world.tables.parameters.by("place", placeKey(call.place));
}

function parameterView(call: Call, parameter: FoundParameter, asked: string): Answer {
  const owner = parameter.name.startsWith("/aws/service/") ? "" : call.place.account;
  const path = parameter.name.startsWith("/") ? parameter.name : `/${parameter.name}`;
  const selector = /:[^:/]+$/.exec(asked)?.[0];
  return {
    Name: parameter.name,
    Type: parameter.type,
    Value: parameter.value,
    Version: parameter.version,
    ...(selector === undefined ? {} : { Selector: selector }),
    LastModifiedDate: parameter.modifiedAt / 1000,
    ARN: `arn:aws:ssm:${call.place.region}:${owner}:parameter${path}`,
    DataType: "text",
  };
}

function read<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const result = schema.safeParse(input ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new AwsError(
    "ValidationException",
    400,
    `${issue?.path.map(String).join(".") ?? "request"}: ${issue?.message ?? "is not valid"}`,
  );
}
