/** A binary heap of things that are due at a time; equal times leave in the order in which they came. */
export interface EventQueue<Item> {
  push(at: number, sequence: number, item: Item): void;
  /** When the earliest item is due, or undefined when nothing waits. */
  nextAt(): number | undefined;
  pop(): Item | undefined;
  clear(): void;
  readonly size: number;
}

interface Entry<Item> {
  readonly at: number;
  readonly sequence: number;
  readonly item: Item;
}

const before = (left: Entry<unknown>, right: Entry<unknown>): boolean =>
  left.at < right.at || (left.at === right.at && left.sequence < right.sequence);

export function createEventQueue<Item>(): EventQueue<Item> {
  const heap: Entry<Item>[] = [];

  const swap = (i: number, j: number): void => {
    const left = heap[i];
    const right = heap[j];
    if (left === undefined || right === undefined) return;
    heap[i] = right;
    heap[j] = left;
  };
  const isBefore = (i: number, j: number): boolean => {
    const left = heap[i];
    const right = heap[j];
    return left !== undefined && right !== undefined && before(left, right);
  };
  const siftUp = (start: number): void => {
    for (let i = start; i > 0; ) {
      const parent = (i - 1) >> 1;
      if (!isBefore(i, parent)) return;
      swap(i, parent);
      i = parent;
    }
  };
  const siftDown = (): void => {
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      const right = left + 1;
      let least = i;
      if (isBefore(left, least)) least = left;
      if (isBefore(right, least)) least = right;
      if (least === i) return;
      swap(i, least);
      i = least;
    }
  };

  return {
    push: (at, sequence, item) => {
      heap.push({ at, sequence, item });
      siftUp(heap.length - 1);
    },
    nextAt: () => heap[0]?.at,
    pop: () => {
      const first = heap[0];
      const last = heap.pop();
      if (first === undefined || last === undefined) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        siftDown();
      }
      return first.item;
    },
    clear: () => {
      heap.length = 0;
    },
    get size() {
      return heap.length;
    },
  };
}
