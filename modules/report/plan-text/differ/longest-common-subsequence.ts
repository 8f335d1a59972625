/**
 * The longest sequence of values that both have in the same order. Where several are equally long, the
 * choice is Terraform's: from the end, a match is taken before a step back, and a step back goes in `after`
 * unless `before` promises more.
 */
export function longestCommonSubsequence<T>(
  before: readonly T[],
  after: readonly T[],
  equal: (left: T, right: T) => boolean,
): readonly T[] {
  const width = before.length;
  const lengths = new Int32Array(width * after.length);
  const matches = new Uint8Array(width * after.length);
  const lengthAt = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : (lengths[width * y + x] ?? 0));
  after.forEach((right, y) => {
    before.forEach((left, x) => {
      const cell = width * y + x;
      if (equal(left, right)) {
        matches[cell] = 1;
        lengths[cell] = lengthAt(x - 1, y - 1) + 1;
      } else {
        lengths[cell] = Math.max(lengthAt(x - 1, y), lengthAt(x, y - 1));
      }
    });
  });
  const sequence: T[] = [];
  let x = width - 1;
  let y = after.length - 1;
  while (x >= 0 && y >= 0) {
    const value = before[x];
    if (matches[width * y + x] === 1 && value !== undefined) {
      sequence.unshift(value);
      x--;
      y--;
    } else if (lengthAt(x - 1, y) > lengthAt(x, y - 1)) {
      x--;
    } else {
      y--;
    }
  }
  return sequence;
}
