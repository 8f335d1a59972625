import fc from "fast-check";

/** A stream of choices. The same numbers give the same choices; when they end, the first choice is taken. */
export interface Draw {
  below(limit: number): number;
  /** True `times` in ten. */
  chance(times: number): boolean;
  pick<T>(choices: readonly T[]): T;
  some<T>(choices: readonly T[], times: number): readonly T[];
}

export function drawFrom(numbers: readonly number[]): Draw {
  let at = 0;
  const next = (): number => numbers[at++] ?? 0;
  const below = (limit: number): number => next() % limit;
  const chance = (times: number): boolean => below(10) < times;
  return {
    below,
    chance,
    pick: <T>(choices: readonly T[]): T => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new RangeError("nothing to choose from");
      return choice;
    },
    some: (choices, times) => choices.filter(() => chance(times)),
  };
}

/** What fast-check draws: long streams of numbers, seeded. */
export function entropy(seed: number, runs: number, length: number): readonly (readonly number[])[] {
  return fc.sample(fc.array(fc.nat(9999), { minLength: length, maxLength: length }), { seed, numRuns: runs });
}
