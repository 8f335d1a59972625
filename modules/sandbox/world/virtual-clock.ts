/** How the world's time runs: as ours, faster by a factor, or only when told to. */
export type ClockMode = "real" | "step" | { readonly factor: number };

export interface VirtualClock {
  readonly mode: ClockMode;
  /** Milliseconds since the epoch, in the world's time. */
  now(): number;
  advance(milliseconds: number): void;
  /** Jumps to a time, as when a saved world is opened again. */
  set(now: number): void;
  /** Real milliseconds until the world's `at`; undefined when only a step can get there. */
  realDelayUntil(at: number): number | undefined;
}

/** Makes a clock that stands at `start` now. */
export function createVirtualClock(mode: ClockMode, start: number): VirtualClock {
  const factor = mode === "real" ? 1 : mode === "step" ? 0 : mode.factor;
  let origin = start;
  let realOrigin = Date.now();
  const now = (): number => origin + (factor === 0 ? 0 : (Date.now() - realOrigin) * factor);
  return {
    mode,
    now,
    advance: (milliseconds) => {
      origin += milliseconds;
    },
    set: (time) => {
      origin = time;
      realOrigin = Date.now();
    },
    realDelayUntil: (at) => (factor === 0 ? undefined : Math.max(0, (at - now()) / factor)),
  };
}
