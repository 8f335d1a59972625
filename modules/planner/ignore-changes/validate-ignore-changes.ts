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
    if (typeof name !== "string") return null;
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
        `This object has no argument, nested block, or exported attribute named "${name}".`,
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

/** Steps into an attribute's value must fit its type. */
function typeProblem(entry: IgnoredPath, from: number, attributeType: Type): Problem | null {
  let type = attributeType;
  for (let at = from; at < entry.path.length; at++) {
    if (type === "dynamic") return null;
    if (typeof type === "string")
      return error("Unsupported attribute", "This value does not have any attributes.");
    if (type[0] === "set")
      return error(
        "Invalid index",
        "Elements of a set are identified only by their value and don't have any separate index or key to select with, so it's only possible to perform operations across all elements of the set.",
      );
    if (type[0] === "list" || type[0] === "map") type = type[1];
    else return null;
  }
  return null;
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
