import type {
  CheckBlock,
  ImportBlock,
  MovedBlock,
  OutputConfiguration,
  RemovedBlock,
} from "../configuration.js";
import type { Expression } from "../expression.js";
import { blocksOf, type LabelledBlock } from "./blocks-of.js";
import {
  checkProperties,
  literalBool,
  literalString,
  optionalExpression,
  requiredExpression,
} from "./read-arguments.js";
import { readInstanceAddress, readTraversal } from "./read-reference.js";
import { readConditions, readDependsOn, readProviderKey, readResource } from "./read-resource.js";
import { at, type Place, type ReadingContext, readExpression } from "./reading-context.js";
import { referenceOf } from "./references-of.js";

/** Reads an `output` block. */
export function readOutput(context: ReadingContext, block: LabelledBlock): OutputConfiguration {
  const { json, place } = block;
  checkProperties(
    context,
    json,
    ["value", "description", "sensitive", "ephemeral", "depends_on", "precondition"],
    place,
  );
  return {
    name: block.labels[0] ?? "",
    expression: requiredExpression(context, json, "value", place),
    description: literalString(context, json, "description", place),
    sensitive: literalBool(context, json, "sensitive", place) ?? false,
    dependsOn: readDependsOn(context, json, place),
    preconditions: readConditions(context, json.precondition, at(place, "precondition")),
    get location() {
      return place.file.locate(place.path);
    },
  };
}

/** Reads a `moved` block; undefined (and reported) when an address is none. */
export function readMoved(context: ReadingContext, { json, place }: LabelledBlock): MovedBlock | undefined {
  checkProperties(context, json, ["from", "to"], place);
  const from = readInstanceAddress(context, json.from ?? null, at(place, "from"));
  const to = readInstanceAddress(context, json.to ?? null, at(place, "to"));
  if (from === undefined || to === undefined) return undefined;
  return {
    from,
    to,
    get location() {
      return place.file.locate(place.path);
    },
  };
}

/** Reads an `import` block; undefined (and reported) when its address is none. */
export function readImport(context: ReadingContext, { json, place }: LabelledBlock): ImportBlock | undefined {
  checkProperties(context, json, ["to", "id", "for_each", "provider"], place);
  const target = importTarget(context, json.to ?? null, at(place, "to"));
  if (target === undefined) return undefined;
  return {
    ...target,
    id: requiredExpression(context, json, "id", place),
    forEach: optionalExpression(context, json, "for_each", place),
    providerKey: readProviderKey(context, json, place),
    get location() {
      return place.file.locate(place.path);
    },
  };
}

function importTarget(
  context: ReadingContext,
  json: Parameters<typeof readTraversal>[1],
  place: Place,
): { readonly to: string; readonly toKey: Expression | null } | undefined {
  const keyed = typeof json === "string" ? /^(?:\$\{)?([^[\]{}]+)\[([\s\S]*)\]\}?$/.exec(json) : null;
  const node = readTraversal(context, keyed?.[1] ?? json, place);
  if (node === undefined) return undefined;
  const toKey = keyed?.[2] === undefined ? null : readExpression(context, `\${${keyed[2]}}`, place);
  return { to: referenceOf(node).subject, toKey };
}

/** Reads a `removed` block; undefined (and reported) when its address is none. */
export function readRemoved(
  context: ReadingContext,
  { json, place }: LabelledBlock,
): RemovedBlock | undefined {
  checkProperties(context, json, ["from", "lifecycle", "connection", "provisioner"], place);
  const from = readInstanceAddress(context, json.from ?? null, at(place, "from"));
  const [lifecycle] = blocksOf(context, json.lifecycle, at(place, "lifecycle"), []);
  if (from === undefined) return undefined;
  const destroy =
    lifecycle === undefined ? null : literalBool(context, lifecycle.json, "destroy", lifecycle.place);
  return {
    from,
    destroy: destroy ?? true,
    get location() {
      return place.file.locate(place.path);
    },
  };
}

/** Reads a `check` block with its assertions and scoped data source. */
export function readCheck(context: ReadingContext, { labels, json, place }: LabelledBlock): CheckBlock {
  checkProperties(context, json, ["data", "assert"], place);
  const [data] = blocksOf(context, json.data, at(place, "data"), [
    "data source's type",
    "data source's name",
  ]);
  return {
    name: labels[0] ?? "",
    data: data === undefined ? null : readResource(context, data, "data"),
    assertions: readConditions(context, json.assert, at(place, "assert")),
    get location() {
      return place.file.locate(place.path);
    },
  };
}
