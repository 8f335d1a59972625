/**
 * What this runner is at, by rollout, so that it can tell when all that is left waits for a person. DBOS itself only
 * knows that steps have not ended.
 */
export interface Activity {
  /** Something begins; the function says that it has ended. */
  begin(rollout: string): () => void;
  /** Something that has begun cannot go on here: why. It does not end any more. */
  leave(rollout: string, reason: string): void;
  /** Whether nothing of it is at work here. */
  isIdle(rollout: string): boolean;
  /** Why everything of it that is at work here stands, and has for a while; null: something moves, or nothing is there. */
  stands(rollout: string): string | null;
}

interface Work {
  working: number;
  left: number;
  reason: string | null;
  changed: number;
}

/** Longer than it takes from the end of one step to the begin of the next, in milliseconds. */
const quiet = 1_500;

export function createActivity(): Activity {
  const since = performance.now();
  const works = new Map<string, Work>();
  const change = (rollout: string, by: Partial<Work>): Work => {
    const known = works.get(rollout) ?? { working: 0, left: 0, reason: null, changed: since };
    const work = { ...known, ...by, changed: performance.now() };
    works.set(rollout, work);
    return work;
  };
  const isQuiet = (work: Work | undefined): boolean => performance.now() - (work?.changed ?? since) > quiet;
  return {
    begin: (rollout) => {
      change(rollout, { working: (works.get(rollout)?.working ?? 0) + 1 });
      return () => {
        change(rollout, { working: (works.get(rollout)?.working ?? 1) - 1 });
      };
    },
    leave: (rollout, reason) => {
      const known = works.get(rollout);
      change(rollout, { left: (known?.left ?? 0) + 1, reason: known?.reason ?? reason });
    },
    isIdle: (rollout) => (works.get(rollout)?.working ?? 0) === 0 && isQuiet(works.get(rollout)),
    stands: (rollout) => {
      const work = works.get(rollout);
      return work !== undefined && work.left > 0 && work.left === work.working && isQuiet(work)
        ? work.reason
        : null;
    },
  };
}
