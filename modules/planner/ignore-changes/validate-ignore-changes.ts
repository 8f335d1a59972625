import { distance } from "fastest-levenshtein";
import type { IgnoredPath, Lifecycle } from "../../configuration/index.js";
import type { Diagnostic } from "../../diagnostics/index.js";
import type { BlockSchema } from "../../provider/index.js";
import type { Type } from "../../values/index.js";

/** Checks the entries of `ignore_changes` against the schema, in Terraform's words. */
export function validateIgnoreChanges(
  ignore: Lifecycle["ignoreChanges"],
  block: BlockSchema,
  address: string,
): readonly Diagnostic[] {
  if (ignore === "all") return [];
  return ignore.flatMap((entry): Diagnostic[] => {
    const problem = problemOf(entry, block);
    if (problem === null) return [];
    return [{ code: "PLAN_IGNORE_CHANGES", ...problem, address, location: entry.location }];
  });
}

type Problem = Pick<Diagnostic, "severity" | "summary" | "detail">;

function problemOf(entry: IgnoredPath, root: BlockSchema): Problem | null {
  let block = root;
  for (let at = 0; at < entry.path.length; at++) {
    const name = entry.path[at];
    if (typeof name !== "string" || entry.indexSteps[at] === true)
      return error(
        "Invalid index operation",
        "Only attribute access is allowed here, using the dot operator.",
      );
    const attribute = block.attributes[name];
    if (attribute !== undefined) {
      if (at === 0 && entry.path.length === 1 && attribute.computed && !attribute.optional)
        return redundant(name);
      return typeProblem(entry, at + 1, attribute.type);
    }
    const nested = block.blocks[name];
    if (nested === undefined)
      return error(
        "Unsupported attribute",
        `This object has no argument, nested block, or exported attribute named "${name}".${suggestion(name, block)}`,
      );
    if (at === entry.path.length - 1) return null;
    if (nested.nesting === "set")
      return error(
        "Cannot index a set value",
        `Block type "${name}" is represented by a set of objects, and set elements do not have addressable keys. To find elements matching specific criteria, use a "for" expression with an "if" clause.`,
      );
    if (nested.nesting === "list") {
      if (entry.indexSteps[at + 1] !== true && typeof entry.path[at + 1] !== "number")
        return error(
          "Invalid operation",
          `Block type "${name}" is represented by a list of objects, so it must be indexed using a numeric key, like .${name}[0].`,
        );
      at += 1;
    }
    block = nested.block;
  }
  return null;
}

/** A name that may have been meant: as near as Terraform takes for a slip. */
function suggestion(name: string, block: BlockSchema): string {
  const known = [...Object.keys(block.attributes), ...Object.keys(block.blocks)].sort();
  const meant = known.find((candidate) => distance(name, candidate) < 3);
  return meant === undefined ? "" : ` Did you mean ${JSON.stringify(meant)}?`;
}

/** Steps into an attribute's value must fit its type. */
function typeProblem(entry: IgnoredPath, from: number, attributeType: Type): Problem | null {
  let type = attributeType;
  for (let at = from; at < entry.path.length; at++) {
    const step = entry.path[at];
    if (type === "dynamic" || step === undefined) return null;
    const isIndex = entry.indexSteps[at] === true || typeof step === "number";
    const next = isIndex ? indexed(type, step) : attributeOf(type, String(step));
    if ("summary" in next) return next;
    type = next.type;
  }
  return null;
}

type Step = Problem | { readonly type: Type };

function attributeOf(type: Type, name: string): Step {
  const refused = (detail: string): Problem => error("Unsupported attribute", detail);
  if (typeof type === "string")
    return refused(`Can't access attributes on a primitive-typed value (${type}).`);
  switch (type[0]) {
    case "map":
      return { type: type[1] };
    case "object": {
      const inner = type[1][name];
      return inner === undefined
        ? refused(`This object does not have an attribute named ${JSON.stringify(name)}.`)
        : { type: inner };
    }
    case "list":
    case "set":
      if (!isObjectType(type[1])) return refused("This value does not have any attributes.");
      return refused(
        type[0] === "list"
          ? "Can't access attributes on a list of objects. Did you mean to access an attribute for a specific element of the list, or across all elements of the list?"
          : "Can't access attributes on a set of objects. Did you mean to access an attribute across all elements of the set?",
      );
    case "tuple":
      return refused("This value does not have any attributes.");
  }
}

function indexed(type: Type, step: string | number): Step {
  const refused = (detail: string): Problem => error("Invalid index", detail);
  if (typeof type === "string") return refused("This value does not have any indices.");
  switch (type[0]) {
    case "map":
      return { type: type[1] };
    case "list":
      return typeof step === "number"
        ? { type: type[1] }
        : refused(
            "The given key does not identify an element in this collection value: a number is required.",
          );
    case "set":
      return refused(
        "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
      );
    case "object":
    case "tuple": {
      const inner = type[0] === "object" ? type[1][String(step)] : type[1][Number(step)];
      return inner === undefined
        ? refused("The given key does not identify an element in this collection value.")
        : { type: inner };
    }
  }
}

function isObjectType(type: Type): boolean {
  return typeof type !== "string" && type[0] === "object";
}

function redundant(name: string): Problem {
  return {
    severity: "warning",
    summary: "Redundant ignore_changes element",
    detail:
      "Adding an attribute name to ignore_changes tells Terraform to ignore future changes to the argument in configuration after the object has been created, retaining the value originally configured.\n\n" +
      `The attribute ${name} is decided by the provider alone and therefore there can be no configured value to compare with. Including this attribute in ignore_changes has no effect. Remove the attribute from ignore_changes to quiet this warning.`,
  };
}

function error(summary: string, detail: string): Problem {
  return { severity: "error", summary, detail };
}
