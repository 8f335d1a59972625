import type { Configuration } from "../../configuration/index.js";
import type { InstanceKey } from "../prior/instance-address.js";

/** What `-target` leaves in the plan. */
export interface Targets {
  readonly limited: boolean;
  /** Whether a resource takes part: it is targeted, or needed by what is. */
  resource(address: string): boolean;
  instance(resource: string, key: InstanceKey): boolean;
  /** Whether an instance is targeted itself, not only needed by what is. */
  names(resource: string, key: InstanceKey): boolean;
}

/** An address as given on the command line; whole resources have no key. */
export function parseInstanceAddress(text: string): {
  readonly resource: string;
  readonly key: InstanceKey;
} {
  const match = /^(.*?)\[(?:(\d+)|"((?:[^"\\]|\\.)*)")\]$/.exec(text);
  if (match === null) return { resource: text, key: null };
  const [, resource = text, index, name] = match;
  return { resource, key: index === undefined ? (name ?? "").replace(/\\(.)/g, "$1") : Number(index) };
}

/**
 * @param dependants in a destroy plan: what depends on a resource goes with it, and nothing that it depends on
 */
export function targetsOf(
  texts: readonly string[],
  configuration: Configuration,
  dependants?: (resource: string) => Iterable<string>,
): Targets {
  if (texts.length === 0)
    return { limited: false, resource: () => true, instance: () => true, names: () => true };
  const wanted = texts.map(parseInstanceAddress);
  const needed = new Set<string>();
  const need = (resource: string): void => {
    for (const dependant of dependants?.(resource) ?? []) {
      if (needed.has(dependant)) continue;
      needed.add(dependant);
      need(dependant);
    }
  };
  for (const { resource } of wanted) {
    if (dependants !== undefined) need(resource);
    else if (configuration.resources.has(resource))
      for (const dependency of configuration.graph.transitiveResourceDependencies(resource))
        needed.add(dependency);
  }
  const named = (resource: string): boolean =>
    wanted.some((target) => target.resource === resource || resource.startsWith(`${target.resource}.`));
  const names = (resource: string, key: InstanceKey): boolean =>
    wanted.some(
      (target) =>
        (target.resource === resource && (target.key === null || target.key === key)) ||
        resource.startsWith(`${target.resource}.`),
    );
  return {
    limited: true,
    resource: (address) => needed.has(address) || named(address),
    instance: (resource, key) => needed.has(resource) || names(resource, key),
    names,
  };
}
