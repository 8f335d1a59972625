import { isDeepStrictEqual } from "node:util";

/** What is told of every change of a table, so that it can be written down. A put of what is there is none. */
export type ChangeListener = (table: string, key: string, record: unknown) => void;

/**
 * A keyed collection of immutable records with named indexes. A change replaces the whole record: nobody
 * holds on to a record and alters it, so a view made from one stays true.
 */
export interface Table<Row> {
  readonly name: string;
  get(key: string): Row | undefined;
  has(key: string): boolean;
  put(row: Row): Row;
  /** Replaces the record of `key` by what `change` makes of it; nothing happens where there is none. */
  update(key: string, change: (row: Row) => Row): Row | undefined;
  delete(key: string): boolean;
  values(): IterableIterator<Row>;
  entries(): IterableIterator<[string, Row]>;
  /** The records whose index `index` has this value, in the order in which they came. */
  by(index: string, value: string): Row[];
  count(index: string, value: string): number;
  readonly size: number;
  clear(): void;
  /** Takes a record read back from a file: no listener is told. */
  restore(key: string, row: Row | undefined): void;
}

export interface TableShape<Row> {
  readonly name: string;
  readonly key: (row: Row) => string;
  readonly indexes?: Readonly<Record<string, (row: Row) => string | undefined>>;
}

/** Makes an empty table that tells `listener` of every change. */
export function createTable<Row>(shape: TableShape<Row>, listener: ChangeListener): Table<Row> {
  const rows = new Map<string, Row>();
  const indexes = Object.entries(shape.indexes ?? {}).map(([name, of]) => ({
    name,
    of,
    keys: new Map<string, Set<string>>(),
  }));

  const unlink = (key: string, row: Row): void => {
    for (const index of indexes) {
      const value = index.of(row);
      if (value === undefined) continue;
      const keys = index.keys.get(value);
      keys?.delete(key);
      if (keys?.size === 0) index.keys.delete(value);
    }
  };
  const replace = (key: string, row: Row | undefined): void => {
    const old = rows.get(key);
    if (row === undefined) {
      if (old !== undefined) unlink(key, old);
      rows.delete(key);
      return;
    }
    for (const index of indexes) {
      const value = index.of(row);
      const before = old === undefined ? undefined : index.of(old);
      if (before === value) continue;
      if (before !== undefined) index.keys.get(before)?.delete(key);
      if (value === undefined) continue;
      const keys = index.keys.get(value);
      if (keys) keys.add(key);
      else index.keys.set(value, new Set([key]));
    }
    rows.set(key, row);
  };
  const indexed = (name: string, value: string): Set<string> | undefined => {
    const index = indexes.find((candidate) => candidate.name === name);
    if (index === undefined) throw new Error(`table ${shape.name} has no index ${name}`);
    return index.keys.get(value);
  };

  const table: Table<Row> = {
    name: shape.name,
    get: (key) => rows.get(key),
    has: (key) => rows.has(key),
    put: (row) => {
      const key = shape.key(row);
      const same = isDeepStrictEqual(rows.get(key), row);
      replace(key, row);
      if (!same) listener(shape.name, key, row);
      return row;
    },
    update: (key, change) => {
      const row = rows.get(key);
      return row === undefined ? undefined : table.put(change(row));
    },
    delete: (key) => {
      if (!rows.has(key)) return false;
      replace(key, undefined);
      listener(shape.name, key, undefined);
      return true;
    },
    values: () => rows.values(),
    entries: () => rows.entries(),
    by: (index, value) => {
      const found: Row[] = [];
      for (const key of indexed(index, value) ?? []) {
        const row = rows.get(key);
        if (row !== undefined) found.push(row);
      }
      return found;
    },
    count: (index, value) => indexed(index, value)?.size ?? 0,
    get size() {
      return rows.size;
    },
    clear: () => {
      for (const key of [...rows.keys()]) table.delete(key);
    },
    restore: replace,
  };
  return table;
}
