/** One page of a list, and the token that asks for the next. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | undefined;
}

/**
 * Cuts a page out of a list. The token holds the name of the last item of the page before, not a number, so
 * that items which come or go in between neither repeat nor hide others.
 * Returns undefined when the token is none of ours.
 */
export function pageOf<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  size: number,
  token: string | undefined,
): Page<Item> | undefined {
  const sorted = items.map((item) => ({ name: nameOf(item), item })).sort(byName);
  let start = 0;
  if (token !== undefined && token !== "") {
    const after = decodeToken(token);
    if (after === undefined) return undefined;
    start = sorted.findIndex(({ name }) => name > after);
    if (start < 0) start = sorted.length;
  }
  const page = sorted.slice(start, start + size);
  const last = page.at(-1);
  const more = start + size < sorted.length && last !== undefined;
  return { items: page.map(({ item }) => item), nextToken: more ? encodeToken(last.name) : undefined };
}

const PREFIX = "after:";

function encodeToken(name: string): string {
  return Buffer.from(PREFIX + name, "utf8").toString("base64url");
}

function decodeToken(token: string): string | undefined {
  const text = Buffer.from(token, "base64url").toString("utf8");
  return text.startsWith(PREFIX) ? text.slice(PREFIX.length) : undefined;
}

function byName(left: { name: string }, right: { name: string }): number {
  return left.name < right.name ? -1 : left.name > right.name ? 1 : 0;
}
