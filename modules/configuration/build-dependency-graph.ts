import { type Diagnostic, FleetwrightError } from "../diagnostics/index.js";
import { compareBytes } from "../values/index.js";
import type { Configuration } from "./configuration.js";
import type { DependencyGraph } from "./dependency-graph.js";
import type { Reference } from "./reference.js";

type Declared = Omit<Configuration, "graph" | "variableValues" | "warnings">;

/** Links what refers to what. Throws a FleetwrightError that names the cycle when there is one. */
export function buildDependencyGraph(declared: Declared): DependencyGraph {
  const edges = collectEdges(declared);
  const order = sortTopologically(edges);
  const isResource = (node: string) => declared.resources.has(node);
  const direct = memoised((node) => resourcesBehind(node, edges, isResource));
  const dependants = new Map<string, Set<string>>();
  for (const address of declared.resources.keys())
    for (const dependency of direct(address)) {
      const known = dependants.get(dependency);
      if (known === undefined) dependants.set(dependency, new Set([address]));
      else known.add(address);
    }
  const transitive = memoised((node) => {
    const all = new Set<string>();
    for (const dependency of direct(node)) {
      all.add(dependency);
      for (const further of transitive(dependency)) all.add(further);
    }
    return all;
  });
  return {
    order,
    dependencies: (node) => edges.get(node) ?? new Set(),
    resourceDependencies: direct,
    transitiveResourceDependencies: (node) => [...transitive(node)].sort(compareBytes),
    resourceDependants: (node) => dependants.get(node) ?? new Set(),
  };
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

function collectEdges(declared: Declared): Edges {
  const edges = new Map<string, Set<string>>();
  const add = (node: string, references: readonly Reference[], more: readonly string[] = []) => {
    edges.set(node, new Set([...references.flatMap(nodesOf), ...more].filter((each) => each !== node)));
  };
  for (const { name, validations } of declared.variables.values())
    add(
      `var.${name}`,
      validations.flatMap((rule) => rule.condition.references),
    );
  for (const { name, expression } of declared.locals.values()) add(`local.${name}`, expression.references);
  for (const provider of declared.providers.values()) add(`provider.${provider.key}`, provider.references);
  for (const resource of declared.resources.values()) {
    const imports = declared.imports.filter(({ to }) => to === resource.address);
    const fromImports = imports.flatMap(({ id, forEach }) => [
      ...id.references,
      ...(forEach?.references ?? []),
    ]);
    const references = [...resource.references, ...resource.dependsOn, ...fromImports];
    add(resource.address, references, [`provider.${resource.providerKey}`]);
  }
  for (const { name, expression, dependsOn, preconditions } of declared.outputs.values()) {
    const conditions = preconditions.flatMap((rule) => [
      ...rule.condition.references,
      ...rule.errorMessage.references,
    ]);
    add(`output.${name}`, [...expression.references, ...dependsOn, ...conditions]);
  }
  for (const check of declared.checks.values())
    add(
      `check.${check.name}`,
      check.assertions.flatMap((rule) => rule.condition.references),
    );
  return edges;
}

function nodesOf(reference: Reference): string[] {
  switch (reference.kind) {
    case "resource":
    case "data":
    case "variable":
    case "local":
      return [reference.subject];
    default:
      return [];
  }
}

function sortTopologically(edges: Edges): string[] {
  const order: string[] = [];
  const state = new Map<string, "open" | "done">();
  const trail: string[] = [];
  const visit = (node: string) => {
    const known = state.get(node);
    if (known === "done") return;
    if (known === "open") throw cycle(trail.slice(trail.indexOf(node)));
    const dependencies = edges.get(node);
    if (dependencies === undefined) return;
    state.set(node, "open");
    trail.push(node);
    for (const dependency of [...dependencies].sort(compareBytes)) visit(dependency);
    trail.pop();
    state.set(node, "done");
    order.push(node);
  };
  for (const node of [...edges.keys()].sort(compareBytes)) visit(node);
  return order;
}

function cycle(nodes: readonly string[]): FleetwrightError {
  const diagnostic: Diagnostic = {
    severity: "error",
    code: "CONFIGURATION_CYCLE",
    summary: `Cycle: ${nodes.join(", ")}`,
    detail: `Each of these needs the next one first: ${[...nodes, nodes[0]].join(" → ")}. Take one of the references away.`,
  };
  return new FleetwrightError("user", [diagnostic]);
}

function resourcesBehind(
  node: string,
  edges: Edges,
  isResource: (node: string) => boolean,
): ReadonlySet<string> {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (current: string) => {
    for (const dependency of edges.get(current) ?? []) {
      if (seen.has(dependency)) continue;
      seen.add(dependency);
      if (isResource(dependency)) found.add(dependency);
      else visit(dependency);
    }
  };
  visit(node);
  return found;
}

function memoised(compute: (node: string) => ReadonlySet<string>): (node: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>();
  return (node) => {
    let result = known.get(node);
    if (result === undefined) {
      result = compute(node);
      known.set(node, result);
    }
    return result;
  };
}
