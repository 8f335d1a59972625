import { awsError, awsErrorCode } from "../../aws/index.js";
import type { ObjectValue } from "../../values/index.js";
import type { ReadContext } from "../provider-definition.js";
import { dataSourceState } from "../state-shape/data-source-state.js";
import { noResult } from "../state-shape/no-result.js";
import { textOf } from "../state-shape/object-fields.js";
import { ssmParameterSchema } from "./schema.js";

const operation = "ssm:GetParameter";

/** Reads `data.aws_ssm_parameter`; only SecureString values stay out of `insecure_value`. */
export async function readSsmParameter(config: ObjectValue, context: ReadContext): Promise<ObjectValue> {
  const name = textOf(config, "name") ?? "";
  const doing = `reading SSM Parameter (${name})`;
  const ssm = await context.clients.ssm();
  try {
    const { Parameter: parameter } = await ssm.getParameter({
      Name: name,
      WithDecryption: config.with_decryption !== false,
    });
    const secure = parameter?.Type === "SecureString";
    const fields = {
      arn: parameter?.ARN,
      id: parameter?.Name,
      insecure_value: secure ? undefined : parameter?.Value,
      name: parameter?.Name,
      type: parameter?.Type,
      value: parameter?.Value,
      version: parameter?.Version,
    };
    return dataSourceState(ssmParameterSchema, fields, config);
  } catch (error) {
    const code = awsErrorCode(error);
    if (code !== "ParameterNotFound" && code !== "ParameterVersionNotFound") {
      throw awsError(error, { operation, doing });
    }
    throw noResult(
      `${doing}: couldn't find resource`,
      operation,
      "Check the parameter's name, and that it exists in this account and region.",
    );
  }
}
