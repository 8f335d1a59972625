import { clusterKey } from "../world/keys.js";
import type { ClusterRecord, JsonObject } from "../world/records.js";
import type { World } from "../world/world.js";
import { objectAt, textAt } from "./json-value.js";

/** The objects of one kind in a cluster as the API shows them now, each with the version of its last change. */
export interface ResourceView {
  /** By `namespace/name`, in the order in which they came. */
  readonly objects: ReadonlyMap<string, JsonObject>;
  /** The version of the newest change of anything in the world's clusters. */
  readonly version: number;
  /** Objects that went away, oldest first; the last ones are kept. */
  readonly deletions: readonly { readonly version: number; readonly object: JsonObject }[];
}

interface Seen {
  readonly text: string;
  readonly object: JsonObject;
}

interface Kept {
  revision: number;
  readonly seen: Map<string, Seen>;
  deletions: { version: number; object: JsonObject }[];
}

interface WorldViews {
  version: number;
  readonly views: Map<string, Kept>;
}

const KEPT_DELETIONS = 1000;
const FIRST_VERSION = 1000;
const worlds = new WeakMap<World, WorldViews>();

/**
 * Compares what `compute` shows now with what was shown before and gives whatever has changed a new resource
 * version. Nodes and the status of workloads follow from other records, so a change is known only by looking.
 * Versions live as long as the process: a client that comes with a later one is told that it has expired.
 */
export function viewResource(
  world: World,
  cluster: ClusterRecord,
  resource: string,
  compute: () => readonly JsonObject[],
): ResourceView {
  const state = worlds.get(world) ?? { version: FIRST_VERSION, views: new Map<string, Kept>() };
  worlds.set(world, state);
  const key = `${clusterKey(cluster, cluster.name)}/${cluster.createdAt}/${resource}`;
  const kept: Kept = state.views.get(key) ?? { revision: -1, seen: new Map(), deletions: [] };
  state.views.set(key, kept);
  if (kept.revision !== world.revision) {
    refresh(state, kept, compute());
    kept.revision = world.revision;
  }
  return {
    objects: new Map([...kept.seen].map(([name, { object }]) => [name, object])),
    version: state.version,
    deletions: kept.deletions,
  };
}

export function keyOf(object: JsonObject): string {
  return `${textAt(object, "metadata", "namespace") ?? ""}/${textAt(object, "metadata", "name") ?? ""}`;
}

export function versionOf(object: JsonObject): number {
  return Number(textAt(object, "metadata", "resourceVersion") ?? 0);
}

function refresh(state: WorldViews, kept: Kept, objects: readonly JsonObject[]): void {
  const present = new Set<string>();
  for (const object of objects) {
    const key = keyOf(object);
    present.add(key);
    const text = JSON.stringify(object);
    if (kept.seen.get(key)?.text === text) continue;
    state.version += 1;
    kept.seen.set(key, { text, object: withVersion(object, state.version) });
  }
  for (const [key, { object }] of kept.seen) {
    if (present.has(key)) continue;
    kept.seen.delete(key);
    state.version += 1;
    kept.deletions.push({ version: state.version, object: withVersion(object, state.version) });
  }
  if (kept.deletions.length > 2 * KEPT_DELETIONS) kept.deletions = kept.deletions.slice(-KEPT_DELETIONS);
}

function withVersion(object: JsonObject, version: number): JsonObject {
  return { ...object, metadata: { ...objectAt(object, "metadata"), resourceVersion: String(version) } };
}
