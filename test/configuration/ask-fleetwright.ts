import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  createScope,
  type DecodableBlock,
  evaluate,
  expressionValue,
  loadConfiguration,
} from "../../modules/configuration/index.js";
import { FleetwrightError } from "../../modules/diagnostics/index.js";
import {
  isObjectValue,
  NEVER_NULL_UNKNOWN,
  Sensitive,
  SetValue,
  typeOf,
  UNKNOWN,
  Unknown,
  type Value,
} from "../../modules/values/index.js";
import type { Answer } from "./ask-terraform.js";

const TERRAFORM_DATA: DecodableBlock = {
  attributes: {
    id: { type: "string", computed: true },
    input: { type: "dynamic", optional: true },
    output: { type: "dynamic", computed: true },
    triggers_replace: { type: "dynamic", optional: true },
  },
  blocks: {},
};

/** What we make of the same expressions in the same folder, in the same form as `askTerraform`. */
export async function askFleetwright(source: string, expressions: readonly string[]): Promise<Answer[]> {
  const folder = mkdtempSync(join(tmpdir(), "fleetwright-expressions-"));
  try {
    cpSync(source, folder, { recursive: true });
    const outputs = expressions.map((expression, index) => [`o${index}`, { value: `\${${expression}}` }]);
    writeFileSync(join(folder, "outputs.tf.json"), JSON.stringify({ output: Object.fromEntries(outputs) }));
    const configuration = await loadConfiguration(folder);
    const data = expressionValue(
      { id: NEVER_NULL_UNKNOWN, input: UNKNOWN, output: UNKNOWN, triggers_replace: null },
      TERRAFORM_DATA,
    );
    const scope = createScope(configuration, {
      resource: (address) => (address === "terraform_data.u" ? data : undefined),
    });
    return expressions.map((_, index): Answer => {
      const output = configuration.outputs.get(`o${index}`);
      if (output === undefined) throw new Error(`output o${index} is missing`);
      try {
        return describeValue(evaluate(output.expression, scope));
      } catch (error) {
        if (!FleetwrightError.is(error)) throw error;
        const [diagnostic] = error.diagnostics;
        return { kind: "error", summary: diagnostic?.summary ?? "", detail: diagnostic?.detail ?? "" };
      }
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function describeValue(value: Value): Answer {
  const type = typeOf(value);
  return {
    kind: "value",
    value: knownPart(value) ?? null,
    unknown: unknownPart(value),
    type: hasUnknown(value) ? undefined : type,
    sensitive: isSensitive(value),
  };
}

/** As in `after`: unknown attributes are left out, unknown elements are null. */
function knownPart(value: Value): unknown {
  if (value instanceof Sensitive) return knownPart(value.value);
  if (value instanceof Unknown) return undefined;
  if (value instanceof SetValue) return value.elements.map((element) => knownPart(element) ?? null);
  if (isObjectValue(value))
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, element]) => [name, knownPart(element)])
        .filter(([, element]) => element !== undefined),
    );
  return isArray(value) ? value.map((element) => knownPart(element) ?? null) : value;
}

/** As in `after_unknown`. */
function unknownPart(value: Value): unknown {
  if (value instanceof Sensitive) return unknownPart(value.value);
  if (value instanceof Unknown) return true;
  if (!hasUnknown(value)) return false;
  if (value instanceof SetValue) return value.elements.map(unknownPart);
  if (isObjectValue(value))
    return Object.fromEntries(
      Object.entries(value)
        .map(([name, element]) => [name, unknownPart(element)])
        .filter(([, element]) => element !== false),
    );
  return isArray(value) ? value.map(unknownPart) : false;
}

function hasUnknown(value: Value): boolean {
  if (value === null || typeof value !== "object") return false;
  return value instanceof Unknown || Object.values(value).some(hasUnknown);
}

function isSensitive(value: Value): boolean {
  if (value === null || typeof value !== "object" || value instanceof Unknown) return false;
  return value instanceof Sensitive || Object.values(value).some(isSensitive);
}

function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}
