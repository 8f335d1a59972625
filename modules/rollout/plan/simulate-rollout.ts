import type { WaveDefinition } from "../definition/rollout-definition.js";
import { calendarAt } from "../schedule/calendar.js";
import type { PlannedCluster, PlannedStage, PlannedStep } from "./rollout-plan.js";

export interface SimulatedWave {
  readonly settings: WaveDefinition;
  readonly clusters: readonly Pick<PlannedCluster, "stages">[];
}

export interface SimulationOptions {
  /** Milliseconds since 1970. */
  readonly startsAt: number;
  readonly seconds: (step: PlannedStep) => number;
  /** Whether to wait for windows. */
  readonly windows: boolean;
}

export interface SimulatedTimes {
  /** When each step starts, by its id. */
  readonly starts: ReadonlyMap<string, number>;
  /** When each wave's last step ends, before its soak. */
  readonly waveEnds: readonly number[];
  /** After the last soak. */
  readonly end: number;
}

/**
 * Plays a rollout through: waves one after the other, clusters and groups as many at once as is allowed,
 * nothing started while a window is closed. Null where a window does not open any more within a year.
 */
export function simulateRollout(
  waves: readonly SimulatedWave[],
  options: SimulationOptions,
): SimulatedTimes | null {
  const starts = new Map<string, number>();
  const waveEnds: number[] = [];
  let now = options.startsAt;
  for (const { settings, clusters } of waves) {
    const lanes = new Lanes(settings.maxConcurrentClusters, now);
    for (const { stages } of clusters) {
      const end = simulateCluster(stages, lanes.next(), settings, options, starts);
      if (end === null) return null;
      lanes.occupy(end);
    }
    now = lanes.end();
    waveEnds.push(now);
    if (clusters.length > 0) now += settings.soak;
  }
  return { starts, waveEnds, end: now };
}

function simulateCluster(
  stages: readonly PlannedStage[],
  startsAt: number,
  settings: WaveDefinition,
  options: SimulationOptions,
  starts: Map<string, number>,
): number | null {
  let now = startsAt;
  for (const { steps } of stages) {
    const lanes = new Lanes(settings.maxConcurrentGroups, now);
    for (const planned of steps) {
      const start = opening(lanes.next(), settings, options);
      if (start === null) return null;
      starts.set(planned.step.id, start);
      lanes.occupy(start + options.seconds(planned) * 1_000);
    }
    now = lanes.end();
  }
  return now;
}

function opening(now: number, settings: WaveDefinition, options: SimulationOptions): number | null {
  if (!options.windows || settings.calendar === null) return now;
  const state = calendarAt(settings.calendar, now);
  return state.open ? now : state.opensAt;
}

/** So many workers; the next piece of work goes to whoever is free first. */
class Lanes {
  readonly #ends: number[];
  readonly #startsAt: number;

  constructor(count: number, startsAt: number) {
    this.#startsAt = startsAt;
    this.#ends = new Array<number>(Math.max(1, count)).fill(startsAt);
  }

  next(): number {
    return Math.min(...this.#ends);
  }

  occupy(until: number): void {
    this.#ends[this.#ends.indexOf(this.next())] = until;
  }

  end(): number {
    return Math.max(this.#startsAt, ...this.#ends);
  }
}
