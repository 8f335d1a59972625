import { z } from "zod";
import { judgedTypes } from "../facts/judged-types.js";
import { type JsonScanner, scanJsonFile } from "./json-scanner.js";

/**
 * Reads the parts of a `terraform show -json` plan that the rules see, and passes by all others: changes and
 * prior objects of other resource types, drift, outputs. A plan of 100 MB so takes the memory of its node
 * groups. Returns undefined for a document that is no single plan; throws what the file system throws, and a
 * SyntaxError for what is no JSON.
 */
export function readLargePlan(path: string): Record<string, unknown> | undefined {
  const scanner = scanJsonFile(path);
  try {
    if (!scanner.startsWith("{")) return undefined;
    const parts = new Map<string, unknown>();
    for (const key of scanner.members()) {
      if (parts.has(key)) throw new SyntaxError(`"${key}" stands twice in the document`);
      if (key === "stacks") return undefined;
      parts.set(key, partOf(scanner, key));
    }
    scanner.end();
    return Object.fromEntries([...parts].filter(([, part]) => part !== undefined));
  } finally {
    scanner.close();
  }
}

/** Undefined for what no rule looks at. */
function partOf(scanner: JsonScanner, key: string): unknown {
  switch (key) {
    case "resource_changes":
      return judgedOnes(scanner);
    case "prior_state":
      return priorState(scanner);
    case "planned_values":
      return { root_module: plannedModule(scanner) };
    case "format_version":
    case "terraform_version":
    case "configuration":
    case "errored":
    case "complete":
    case "applyable":
    case "fleetwright":
      return scanner.take();
    default:
      scanner.skip();
      return undefined;
  }
}

/** Of what is planned only whether it is anything: the gate asks for the changes to it. */
function plannedModule(scanner: JsonScanner): object {
  let anything = false;
  if (!scanner.startsWith("{")) {
    scanner.skip();
    return {};
  }
  for (const key of scanner.members()) {
    if (key !== "root_module" || !scanner.startsWith("{")) {
      scanner.skip();
      continue;
    }
    for (const name of scanner.members()) {
      if ((name !== "resources" && name !== "child_modules") || !scanner.startsWith("[")) {
        scanner.skip();
        continue;
      }
      for (const _ of scanner.elements()) {
        anything = true;
        scanner.skip();
      }
    }
  }
  return anything ? { resources: [{}] } : {};
}

/** Elements of judged types; all others only pass through memory. */
function judgedOnes(scanner: JsonScanner): unknown {
  if (!scanner.startsWith("[")) return scanner.take();
  const kept: unknown[] = [];
  for (const _ of scanner.elements()) {
    const element = scanner.take();
    const type = typedSchema.safeParse(element);
    // What has no type is kept, so that the gate finds out that it is no resource change.
    if (!type.success || judgedTypes.has(type.data.type)) kept.push(element);
  }
  return kept;
}

const typedSchema = z.object({ type: z.string() });

/** Objects of all modules stand in one list afterwards; their addresses name their modules. */
function priorState(scanner: JsonScanner): unknown {
  const resources: unknown[] = [];
  if (!scanner.startsWith("{")) return scanner.take();
  for (const key of scanner.members()) {
    if (key !== "values" || !scanner.startsWith("{")) {
      scanner.skip();
      continue;
    }
    for (const name of scanner.members()) {
      if (name === "root_module") collectModule(scanner, resources);
      else scanner.skip();
    }
  }
  return { format_version: "1.0", values: { root_module: { resources } } };
}

function collectModule(scanner: JsonScanner, resources: unknown[]): void {
  if (!scanner.startsWith("{")) {
    scanner.skip();
    return;
  }
  for (const key of scanner.members()) {
    if (key === "resources" && scanner.startsWith("[")) {
      const found = judgedOnes(scanner);
      if (Array.isArray(found)) resources.push(...found);
    } else if (key === "child_modules" && scanner.startsWith("[")) {
      for (const _ of scanner.elements()) collectModule(scanner, resources);
    } else {
      scanner.skip();
    }
  }
}
