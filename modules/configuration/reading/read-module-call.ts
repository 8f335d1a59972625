import type { ModuleCall } from "../configuration.js";
import type { LabelledBlock } from "./blocks-of.js";
import { literalString, optionalExpression, requiredExpression } from "./read-arguments.js";
import { readDependsOn } from "./read-resource.js";
import { at, type ReadingContext, readExpression } from "./reading-context.js";

const META_ARGUMENTS = new Set(["//", "source", "version", "count", "for_each", "depends_on", "providers"]);

/** Reads a `module` block: what it is called with. What the module holds is not read. */
export function readModuleCall(context: ReadingContext, { json, labels, place }: LabelledBlock): ModuleCall {
  requiredExpression(context, json, "source", place);
  const written = Object.entries(json).flatMap(([name, value]) =>
    META_ARGUMENTS.has(name) ? [] : [[name, readExpression(context, value, at(place, name))] as const],
  );
  return {
    name: labels[0] ?? "",
    source: literalString(context, json, "source", place),
    versionConstraint: literalString(context, json, "version", place),
    arguments: new Map(written),
    count: optionalExpression(context, json, "count", place),
    forEach: optionalExpression(context, json, "for_each", place),
    dependsOn: readDependsOn(context, json, place),
    get location() {
      return place.file.locate(place.path);
    },
  };
}
