import type { Schema } from "../schema.js";
import { blocks, computed, optional, optionalComputed, required, setBlocks } from "../schema-builders.js";
import { empty, json, oneOf } from "../validators.js";

/** `data.aws_iam_policy_document` as the provider's release 5.100 has it. */
export const iamPolicyDocumentSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      id: optionalComputed("string"),
      json: computed("string"),
      minified_json: computed("string"),
      override_json: optional("string", { deprecated: true, validate: empty }),
      override_policy_documents: optional(["list", "string"], { validate: json }),
      policy_id: optional("string"),
      source_json: optional("string", { deprecated: true, validate: empty }),
      source_policy_documents: optional(["list", "string"], { validate: json }),
      version: optional("string", { validate: oneOf("2008-10-17", "2012-10-17") }),
    },
    blocks: {
      statement: blocks(
        {
          actions: optional(["set", "string"]),
          effect: optional("string", { validate: oneOf("Allow", "Deny") }),
          not_actions: optional(["set", "string"]),
          not_resources: optional(["set", "string"]),
          resources: optional(["set", "string"]),
          sid: optional("string"),
        },
        {
          condition: setBlocks({
            test: required("string"),
            values: required(["list", "string"]),
            variable: required("string"),
          }),
          not_principals: setBlocks({ identifiers: required(["set", "string"]), type: required("string") }),
          principals: setBlocks({ identifiers: required(["set", "string"]), type: required("string") }),
        },
      ),
    },
  },
};
