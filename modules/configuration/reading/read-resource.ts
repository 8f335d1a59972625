import type { Body } from "../body.js";
import type { ConditionRule, Lifecycle, ReplaceTrigger, ResourceConfiguration } from "../configuration.js";
import type { Expression } from "../expression.js";
import { isJsonObject, type JsonObject, type JsonValue } from "../json.js";
import type { Reference } from "../reference.js";
import type { TraversalNode } from "../syntax/expression-node.js";
import { blocksOf, type LabelledBlock } from "./blocks-of.js";
import { bodyReferences } from "./body-references.js";
import {
  asList,
  checkProperties,
  literalBool,
  optionalExpression,
  requiredExpression,
} from "./read-arguments.js";
import { parseTraversal, readReference, readTraversal } from "./read-reference.js";
import { at, type Place, type ReadingContext, readExpression, report } from "./reading-context.js";

const META_ARGUMENTS: ReadonlySet<string> = new Set([
  "//",
  "count",
  "for_each",
  "provider",
  "depends_on",
  "lifecycle",
  "provisioner",
  "connection",
]);

/** Reads a `resource` or `data` block: its meta-arguments, and the rest as the body. */
export function readResource(
  context: ReadingContext,
  block: LabelledBlock,
  mode: "managed" | "data",
): ResourceConfiguration {
  const { json, place } = block;
  const [type = "", name = ""] = block.labels;
  const lifecycle = readLifecycle(context, json, place);
  const count = optionalExpression(context, json, "count", place);
  const forEach = optionalExpression(context, json, "for_each", place);
  if (count !== null && forEach !== null) {
    report(
      context,
      at(place, "for_each"),
      "COUNT_AND_FOR_EACH",
      'Invalid combination of "count" and "for_each"',
      'The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used to be explicit about the number of resources to be created.',
    );
  }
  const body: Body = { json, ...place, metaArguments: META_ARGUMENTS, templates: context.templates };
  const expressions = [count, forEach, ...conditionsOf(lifecycle)].filter((each) => each !== null);
  return {
    address: mode === "data" ? `data.${type}.${name}` : `${type}.${name}`,
    mode,
    type,
    name,
    providerKey: readProviderKey(context, json, place) ?? type.split("_")[0] ?? type,
    body,
    count,
    forEach,
    dependsOn: readDependsOn(context, json, place),
    lifecycle,
    provisioners: blocksOf(context, json.provisioner, at(place, "provisioner"), ["provisioner's type"]).map(
      ({ labels }) => labels[0] ?? "",
    ),
    references: [...bodyReferences(context, body), ...expressions.flatMap((each) => each.references)],
    get location() {
      return place.file.locate(place.path);
    },
  };
}

/** `depends_on`: whole resources, as references. */
export function readDependsOn(context: ReadingContext, json: JsonObject, place: Place): readonly Reference[] {
  return asList(json.depends_on).flatMap((item, index) => {
    const reference = readReference(context, item, at(place, "depends_on", index));
    return reference === undefined ? [] : [reference];
  });
}

/** `provider`: `aws` or `aws.west`, bare or as an expression; null when not written. */
export function readProviderKey(context: ReadingContext, json: JsonObject, place: Place): string | null {
  if (json.provider === undefined || json.provider === null) return null;
  const node = readTraversal(context, json.provider, at(place, "provider"));
  const [alias] = node?.steps ?? [];
  if (node === undefined) return null;
  return alias?.kind === "attribute" ? `${node.root}.${alias.name}` : node.root;
}

/** `precondition`, `postcondition`, `validation` and `assert` blocks. */
export function readConditions(
  context: ReadingContext,
  json: JsonValue | undefined,
  place: Place,
): readonly ConditionRule[] {
  return blocksOf(context, json, place, []).map((rule) => {
    const condition = requiredExpression(context, rule.json, "condition", rule.place);
    if (rule.json.condition !== undefined && condition.references.length === 0)
      context.diagnostics.push({
        severity: "error",
        code: "CONFIGURATION_CONDITION_CONSTANT",
        summary: `Invalid ${place.path.findLast((step) => typeof step === "string")} expression`,
        detail:
          "The condition expression must refer to at least one object from elsewhere in the configuration, or else its result would not be checking anything.",
        location: condition.location(),
      });
    return {
      condition,
      errorMessage: requiredExpression(context, rule.json, "error_message", rule.place),
      get location() {
        return rule.place.file.locate(rule.place.path);
      },
    };
  });
}

function conditionsOf(lifecycle: Lifecycle): Expression[] {
  const rules = [...lifecycle.preconditions, ...lifecycle.postconditions];
  return [
    ...rules.flatMap((rule) => [rule.condition, rule.errorMessage]),
    ...lifecycle.replaceTriggeredBy.map((trigger) => trigger.expression),
  ];
}

function readLifecycle(context: ReadingContext, json: JsonObject, place: Place): Lifecycle {
  const [block] = blocksOf(context, json.lifecycle, at(place, "lifecycle"), []);
  const body = block?.json ?? {};
  const where = block?.place ?? place;
  checkProperties(
    context,
    body,
    [
      "create_before_destroy",
      "prevent_destroy",
      "ignore_changes",
      "replace_triggered_by",
      "precondition",
      "postcondition",
    ],
    where,
  );
  return {
    createBeforeDestroy: literalBool(context, body, "create_before_destroy", where),
    preventDestroy: literalBool(context, body, "prevent_destroy", where) ?? false,
    ignoreChanges: readIgnoreChanges(context, body.ignore_changes, at(where, "ignore_changes")),
    replaceTriggeredBy: readTriggers(context, body.replace_triggered_by, at(where, "replace_triggered_by")),
    preconditions: readConditions(context, body.precondition, at(where, "precondition")),
    postconditions: readConditions(context, body.postcondition, at(where, "postcondition")),
  };
}

function readIgnoreChanges(
  context: ReadingContext,
  json: JsonValue | undefined,
  place: Place,
): Lifecycle["ignoreChanges"] {
  if (json === "all") return "all";
  return asList(json).flatMap((item, index) => {
    const where = at(place, index);
    if (item === "*") {
      report(
        context,
        where,
        "IGNORE_ALL_IN_LIST",
        "Invalid ignore_changes wildcard",
        'The ["*"] form of ignore_changes wildcard is was deprecated and is now invalid. Use "ignore_changes = all" to ignore changes to all attributes.',
      );
      return [];
    }
    const node = staticTraversal(context, item);
    if (node === undefined || typeof item !== "string") {
      report(
        context,
        where,
        "IGNORE_NOT_STATIC",
        "Invalid expression",
        "A single static variable reference is required: only attribute access and indexing with constant keys. No calculations, function calls, template expressions, etc are allowed here.",
      );
      return [];
    }
    return [
      {
        path: [node.root, ...node.steps.map((step) => (step.kind === "attribute" ? step.name : step.key))],
        text: item,
        indexSteps: [false, ...node.steps.map((step) => step.kind === "index")],
        get location() {
          return where.file.locate(where.path);
        },
      },
    ];
  });
}

/** A path as Terraform JSON takes it: `a.0.b`, which its native syntax knows for an index, is none. */
function staticTraversal(context: ReadingContext, item: JsonValue): TraversalNode | undefined {
  if (typeof item !== "string" || /\.\d/.test(item)) return undefined;
  return parseTraversal(context, item);
}

function readTriggers(
  context: ReadingContext,
  json: JsonValue | undefined,
  place: Place,
): readonly ReplaceTrigger[] {
  return asList(json).flatMap((item, index) => {
    const where = at(place, index);
    if (typeof item !== "string" || isJsonObject(item)) {
      report(
        context,
        where,
        "INVALID_REFERENCE",
        "Invalid replace_triggered_by expression",
        "Write a reference to a resource, to an instance or to one of its attributes.",
      );
      return [];
    }
    const text = /^\$\{([\s\S]*)\}$/.exec(item)?.[1] ?? item;
    return [{ expression: readExpression(context, `\${${text}}`, where), text }];
  });
}
