import type { Schema } from "../schema.js";
import { blocks, computed, optional, optionalComputed, required, setBlocks } from "../schema-builders.js";

/** `data.aws_iam_policy_document` as the provider's release 5.100 has it. */
export const iamPolicyDocumentSchema: Schema = {
  version: 0,
  block: {
    attributes: {
      id: optionalComputed("string"),
      json: computed("string"),
      minified_json: computed("string"),
      override_json: optional("string", { deprecated: true }),
      override_policy_documents: optional(["list", "string"]),
      policy_id: optional("string"),
      source_json: optional("string", { deprecated: true }),
      source_policy_documents: optional(["list", "string"]),
      version: optional("string"),
    },
    blocks: {
      statement: blocks(
        {
          actions: optional(["set", "string"]),
          effect: optional("string"),
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
