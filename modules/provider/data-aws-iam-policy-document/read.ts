import { crc32 } from "node:zlib";
import { FleetwrightError } from "../../diagnostics/index.js";
import { isObjectValue, type ObjectValue, type Value } from "../../values/index.js";
import type { ReadContext } from "../provider-definition.js";
import { dataSourceState, texts } from "../state-shape/data-source-state.js";
import { blockList, textOf } from "../state-shape/object-fields.js";
import type { Fields, FieldValue } from "../state-shape/state-object.js";
import {
  configuredDocument,
  mergeDocuments,
  orderedDocument,
  type PolicyDocument,
  parsedDocument,
} from "./policy-document.js";
import { iamPolicyDocumentSchema } from "./schema.js";

/** Renders `data.aws_iam_policy_document` as the provider does; no call is made. */
export async function readIamPolicyDocument(
  config: ObjectValue,
  _context: ReadContext,
): Promise<ObjectValue> {
  const sources = [textOf(config, "source_json") ?? "", ...texts(config.source_policy_documents)];
  const overrides = [...texts(config.override_policy_documents), textOf(config, "override_json") ?? ""];
  const own = configuredDocument(config);
  const merged = [...documents(sources), own, ...documents(overrides)].reduce(mergeDocuments, {
    Statement: [],
  });
  const document = orderedDocument(merged);
  const json = escapeAsGo(JSON.stringify(document, undefined, 2));
  const fields = {
    id: String(crc32(json)),
    json,
    minified_json: escapeAsGo(JSON.stringify(document)),
    statement: blockList(config, "statement").map((statement) => ({
      ...givenFields(statement),
      effect: textOf(statement, "effect") || "Allow",
    })),
    version: textOf(config, "version") ?? "2012-10-17",
  };
  return dataSourceState(iamPolicyDocumentSchema, fields, config);
}

/** What is null in the configuration is stored as its zero value. */
function givenFields(object: ObjectValue): Fields {
  return Object.fromEntries(
    Object.entries(object).map(([name, value]): [string, FieldValue] => [name, fieldOf(value)]),
  );
}

function fieldOf(value: Value): FieldValue {
  if (value === null) return undefined;
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((element: Value) => fieldOf(element));
  return isObjectValue(value) ? givenFields(value) : undefined;
}

function documents(texts: readonly string[]): readonly PolicyDocument[] {
  return texts.filter((text) => text !== "").map(documentOf);
}

function documentOf(text: string): PolicyDocument {
  try {
    return parsedDocument(text);
  } catch (error) {
    throw new FleetwrightError("user", [
      {
        severity: "error",
        code: "POLICY_DOCUMENT_INVALID",
        summary: "A policy document that is to be merged is not JSON",
        detail: error instanceof Error ? error.message : String(error),
      },
    ]);
  }
}

/** Go's encoding/json escapes these in strings. */
function escapeAsGo(text: string): string {
  return text.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e").replaceAll("&", "\\u0026");
}
