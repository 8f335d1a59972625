import type { Json, JsonObject } from "../world/records.js";
import { versionOf } from "./object-views.js";
import { KubernetesError } from "./status-reply.js";

/** What a watch looks at: the objects that fit its selectors, and how one is shown in an event. */
export interface Watched {
  readonly look: () => {
    readonly version: number;
    readonly objects: ReadonlyMap<string, JsonObject>;
    readonly deletions: readonly { readonly version: number; readonly object: JsonObject }[];
  };
  readonly fits: (object: JsonObject) => boolean;
  /** `first` is true for the first event of the watch: a table names its columns only there. */
  readonly show: (object: JsonObject, first: boolean) => Json;
  readonly bookmark: (version: string) => Json;
}

export interface WatchOptions {
  /** Undefined or 0: begin with everything that there is. */
  readonly since: number;
  readonly timeoutMs: number;
  readonly bookmarks: boolean;
}

const LOOK_EVERY = 100;
const BOOKMARK_EVERY = 10_000;

/**
 * Tells changes as they come until its time is up: an object that begins to fit is ADDED, one that no longer
 * fits is DELETED. Returns what stops it.
 * @throws KubernetesError 410 when `since` is a version that this server never gave
 */
export function startWatch(
  watched: Watched,
  options: WatchOptions,
  write: (text: string) => void,
  end: () => void,
): () => void {
  const start = watched.look();
  if (options.since > start.version) {
    throw new KubernetesError(410, "Expired", `too old resource version: ${options.since}`);
  }
  let told = new Map<string, JsonObject>();
  let first = true;
  let lastBookmark = Date.now();
  const tell = (type: "ADDED" | "MODIFIED" | "DELETED", object: JsonObject): void => {
    write(`${JSON.stringify({ type, object: watched.show(object, first) })}\n`);
    first = false;
  };
  const fitting = (objects: ReadonlyMap<string, JsonObject>): Map<string, JsonObject> =>
    new Map([...objects].filter(([, object]) => watched.fits(object)));

  told = fitting(start.objects);
  for (const { version, object } of start.deletions) {
    if (options.since > 0 && version > options.since && watched.fits(object)) tell("DELETED", object);
  }
  for (const object of told.values()) {
    if (options.since === 0) tell("ADDED", object);
    else if (versionOf(object) > options.since) tell("MODIFIED", object);
  }

  let seen = start.version;
  const look = (): void => {
    const now = watched.look();
    if (now.version !== seen) {
      const current = fitting(now.objects);
      for (const [key, object] of told) if (!current.has(key)) tell("DELETED", object);
      for (const [key, object] of current) {
        const before = told.get(key);
        if (before === undefined) tell("ADDED", object);
        else if (versionOf(before) !== versionOf(object)) tell("MODIFIED", object);
      }
      told = current;
      seen = now.version;
    }
    if (options.bookmarks && Date.now() - lastBookmark > BOOKMARK_EVERY) {
      lastBookmark = Date.now();
      write(`${JSON.stringify({ type: "BOOKMARK", object: watched.bookmark(String(seen)) })}\n`);
    }
  };
  const timer = setInterval(look, LOOK_EVERY);
  const limit = setTimeout(() => {
    clearInterval(timer);
    if (options.bookmarks) {
      write(`${JSON.stringify({ type: "BOOKMARK", object: watched.bookmark(String(seen)) })}\n`);
    }
    end();
  }, options.timeoutMs);
  return () => {
    clearInterval(timer);
    clearTimeout(limit);
  };
}
