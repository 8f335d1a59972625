import type { PathStep } from "../../../values/index.js";

/** Follows attribute paths (replace paths, relevant attributes) down into a value. */
export interface PathMatcher {
  /** Whether a path ends exactly here. */
  readonly matches: boolean;
  /** Whether here is on the way to the end of a path. */
  readonly matchesPartially: boolean;
  child(step: PathStep): PathMatcher;
}

/** Matches `paths`; with `propagate`, everything below a match matches too. */
export function pathMatcher(paths: readonly (readonly PathStep[])[], propagate: boolean): PathMatcher {
  if (paths.length === 0) return NOTHING;
  return {
    matches: paths.some((path) => path.length === 0),
    matchesPartially: true,
    child: (step) =>
      pathMatcher(
        paths.flatMap((path) => {
          if (path.length === 0) return propagate ? [path] : [];
          return path[0] === step ? [path.slice(1)] : [];
        }),
        propagate,
      ),
  };
}

export const EVERYTHING: PathMatcher = {
  matches: true,
  matchesPartially: true,
  child: () => EVERYTHING,
};

const NOTHING: PathMatcher = { matches: false, matchesPartially: false, child: () => NOTHING };
