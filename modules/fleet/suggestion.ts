import { distance } from "fastest-levenshtein";

/** The one of `candidates` that `written` was probably meant to be; undefined when none is near. */
export function suggestion(written: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.ceil(written.length / 3)) + 1;
  for (const candidate of candidates) {
    const difference = distance(folded(written), folded(candidate));
    if (difference < bestDistance) {
      best = candidate;
      bestDistance = difference;
    }
  }
  return best;
}

/** `min_size`, `min-size` and `MinSize` are the same word to a person. */
function folded(word: string): string {
  return word.replace(/[-_ ]/g, "").toLowerCase();
}
