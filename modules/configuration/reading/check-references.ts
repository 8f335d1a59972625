import type { Diagnostic, SourceLocation } from "../../diagnostics/index.js";
import type { Configuration, ResourceConfiguration } from "../configuration.js";
import type { Reference } from "../reference.js";

type Declared = Pick<
  Configuration,
  "resources" | "providers" | "variables" | "locals" | "modules" | "outputs" | "checks" | "imports"
>;

/** Every reference to something that is not declared, in Terraform's words (its static validation). */
export function checkReferences(declared: Declared): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const resource of declared.resources.values()) {
    const problems = [...resource.references, ...resource.dependsOn].flatMap((reference) => [
      ...problemOf(reference, declared, resource),
    ]);
    found.push(...locate(problems, () => resource.location, resource.address));
  }
  for (const provider of declared.providers.values())
    found.push(...locate(all(provider.references, declared), () => provider.location));
  for (const { expression } of declared.locals.values())
    found.push(...locate(all(expression.references, declared), () => expression.location()));
  for (const call of declared.modules.values()) {
    const given = [call.count, call.forEach, ...call.arguments.values()];
    const references = [...given.flatMap((each) => each?.references ?? []), ...call.dependsOn];
    found.push(...locate(all(references, declared), () => call.location));
  }
  for (const output of declared.outputs.values()) {
    const { expression, dependsOn, preconditions } = output;
    const references = [
      ...expression.references,
      ...preconditions.flatMap((rule) => rule.condition.references),
    ];
    found.push(...locate(all([...references, ...dependsOn], declared), () => output.location));
  }
  for (const check of declared.checks.values())
    found.push(
      ...locate(
        all(
          check.assertions.flatMap((rule) => rule.condition.references),
          declared,
        ),
        () => check.location,
      ),
    );
  return found;
}

interface Problem {
  readonly summary: string;
  readonly detail: string;
}

function locate(
  problems: readonly Problem[],
  location: () => SourceLocation | null,
  address?: string,
): Diagnostic[] {
  const distinct = new Map(problems.map((problem) => [problem.detail, problem]));
  return [...distinct.values()].map(({ summary, detail }) => {
    const place = location();
    return {
      severity: "error",
      code: "CONFIGURATION_REFERENCE",
      summary,
      detail,
      ...(place === null ? {} : { location: place }),
      ...(address === undefined ? {} : { address }),
    };
  });
}

function all(references: readonly Reference[], declared: Declared): Problem[] {
  return references.flatMap((reference) => problemOf(reference, declared, undefined));
}

function problemOf(
  reference: Reference,
  declared: Declared,
  owner: ResourceConfiguration | undefined,
): Problem[] {
  const { kind, subject } = reference;
  const name = subject.slice(subject.indexOf(".") + 1);
  switch (kind) {
    case "variable":
      if (declared.variables.has(name)) return [];
      return problem(
        "Reference to undeclared input variable",
        `An input variable with the name "${name}" has not been declared. This variable can be declared with a variable "${name}" {} block.`,
      );
    case "local":
      if (declared.locals.has(name)) return [];
      return problem(
        "Reference to undeclared local value",
        `A local value with the name "${name}" has not been declared.`,
      );
    case "module":
      if (declared.modules.has(name)) return [];
      return problem(
        "Reference to undeclared module",
        `No module call named "${name}" is declared in the root module.`,
      );
    case "each":
      if (owner === undefined || owner.forEach !== null) return [];
      return problem(
        'Reference to "each" in context without for_each',
        'The "each" object can be used only in "module" or "resource" blocks, and only when the "for_each" argument is set.',
      );
    case "count":
      if (owner === undefined || owner.count !== null) return [];
      return problem(
        'Reference to "count" in non-counted context',
        'The "count" object can only be used in "module", "resource", and "data" blocks, and only when the "count" argument is set.',
      );
    case "resource":
    case "data":
      return problemOfResource(reference, declared, owner);
    default:
      return [];
  }
}

function problemOfResource(
  { kind, subject, key, remaining, remainingIndexes }: Reference,
  declared: Declared,
  owner: ResourceConfiguration | undefined,
): Problem[] {
  const resource = declared.resources.get(subject);
  const [type = "", name = ""] = subject.replace(/^data\./, "").split(".");
  if (resource === undefined) {
    if (name === "")
      return problem(
        "Invalid reference",
        "A reference to a resource type must be followed by at least one attribute access, specifying the resource name.",
      );
    const mode = kind === "data" ? "data" : "managed";
    return problem(
      "Reference to undeclared resource",
      `A ${mode} resource "${type}" "${name}" has not been declared in the root module.`,
    );
  }
  if (owner?.address === subject && owner.count === null && owner.forEach === null)
    return problem("Self-referential block", `Configuration for ${subject} may not refer to itself.`);
  const repeated = resource.count !== null ? "count" : resource.forEach !== null ? "for_each" : null;
  const readsAttribute = remaining.length > 0 && remainingIndexes[0] === false;
  if (repeated !== null && key === null && readsAttribute) {
    const example = repeated === "count" ? "count.index" : "each.key";
    return problem(
      "Missing resource instance key",
      `Because ${subject} has "${repeated}" set, its attributes must be accessed on specific instances.\n\nFor example, to correlate with indices of a referring resource, use:\n    ${subject}[${example}]`,
    );
  }
  return [];
}

function problem(summary: string, detail: string): Problem[] {
  return [{ summary, detail }];
}
