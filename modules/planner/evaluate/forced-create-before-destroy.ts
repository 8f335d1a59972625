import type { Configuration } from "../../configuration/index.js";

/**
 * The resources that are replaced by creating first: those that say so, and everything that one of them
 * depends on, at any distance, even where it says otherwise. The other order would need the old dependant
 * gone before the new one is there.
 */
export function createBeforeDestroyResources(configuration: Configuration): ReadonlySet<string> {
  const forced = new Set<string>();
  const { graph, resources } = configuration;
  for (const node of [...graph.order].reverse()) {
    const resource = resources.get(node);
    const own = resource?.mode === "managed" && resource.lifecycle.createBeforeDestroy === true;
    if (own) forced.add(node);
    if (!forced.has(node)) continue;
    for (const dependency of graph.dependencies(node)) forced.add(dependency);
  }
  return forced;
}
