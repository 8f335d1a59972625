import { closest, distance } from "fastest-levenshtein";
import { EvaluationError } from "../evaluation/evaluation-error.js";
import type { CallNode } from "../syntax/expression-node.js";
import { COLLECTION_FUNCTIONS } from "./collections.js";
import { CONVERSION_FUNCTIONS } from "./conversion.js";
import { DATE_FUNCTIONS } from "./dates.js";
import { ENCODING_FUNCTIONS } from "./encoding.js";
import { FILE_FUNCTIONS } from "./files.js";
import { FORMAT_FUNCTIONS } from "./format.js";
import type { FunctionDefinition } from "./function-definition.js";
import { HASHING_FUNCTIONS } from "./hashing.js";
import { MAP_FUNCTIONS } from "./maps.js";
import { NETWORK_FUNCTIONS } from "./networks.js";
import { NUMERIC_FUNCTIONS } from "./numeric.js";
import { REGEX_FUNCTIONS } from "./regular-expressions.js";
import { RSA_FUNCTIONS } from "./rsa-decrypt.js";
import { SEQUENCE_FUNCTIONS } from "./sequences.js";
import { SET_FUNCTIONS } from "./sets.js";
import { TEXT_FUNCTIONS } from "./text.js";

const DEFINITIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  [
    ...COLLECTION_FUNCTIONS,
    ...CONVERSION_FUNCTIONS,
    ...DATE_FUNCTIONS,
    ...ENCODING_FUNCTIONS,
    ...FILE_FUNCTIONS,
    ...FORMAT_FUNCTIONS,
    ...HASHING_FUNCTIONS,
    ...MAP_FUNCTIONS,
    ...NETWORK_FUNCTIONS,
    ...NUMERIC_FUNCTIONS,
    ...REGEX_FUNCTIONS,
    ...RSA_FUNCTIONS,
    ...SEQUENCE_FUNCTIONS,
    ...SET_FUNCTIONS,
    ...TEXT_FUNCTIONS,
  ].map((definition) => [definition.name, definition]),
);

/** Terraform functions that we do not have, with the reason. */
const UNSUPPORTED: { readonly [name: string]: string } = {
  base64gzip:
    "Its bytes are those of the compressor in Go's standard library, which differ from zlib's and from one Go release to the next: they could only be guessed. Compress the text where the configuration is made, and write its base64 here.",
};

/** Names of all functions that can be called. */
export const FUNCTION_NAMES: readonly string[] = ["can", "try", ...DEFINITIONS.keys()].sort();

/** The function that a call names. Throws an EvaluationError that names it where we do not have it. */
export function findFunction(node: CallNode): FunctionDefinition {
  const name = node.name.replace(/^core::/, "");
  const definition = DEFINITIONS.get(name);
  if (definition !== undefined) return definition;
  const reason = UNSUPPORTED[name];
  if (reason !== undefined)
    throw new EvaluationError(
      "Function not supported",
      `The function "${name}" is not supported. ${reason}`,
      node,
    );
  if (name.startsWith("provider::"))
    throw new EvaluationError(
      "Function not supported",
      `The function "${name}" is a provider's; functions of providers are not supported.`,
      node,
    );
  const namespace = /^(.*?)::/.exec(node.name)?.[1];
  if (namespace !== undefined)
    throw new EvaluationError(
      "Unknown provider function",
      `The function namespace ${JSON.stringify(namespace)} is not valid. Provider function calls must use the "provider::" namespace prefix.`,
      node,
    );
  const near = closest(name, [...FUNCTION_NAMES]);
  const hint = distance(name, near) < 3 ? ` Did you mean "${near}"?` : "";
  throw new EvaluationError(
    "Call to unknown function",
    `There is no function named "${node.name}".${hint}`,
    node,
  );
}
