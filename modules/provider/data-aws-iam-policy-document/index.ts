import type { DataSource } from "../provider-definition.js";
import { validateConfig } from "../sdk/validate-config.js";
import { readIamPolicyDocument } from "./read.js";
import { iamPolicyDocumentSchema } from "./schema.js";

/** `data.aws_iam_policy_document`. */
export const iamPolicyDocument: DataSource = {
  type: "aws_iam_policy_document",
  schema: iamPolicyDocumentSchema,
  validate: (config) => validateConfig(iamPolicyDocumentSchema, config),
  read: readIamPolicyDocument,
};
