/**
 * The parameters of a Query-protocol call. `Filter.1.Value.2=x` and `Names.member.1=x` are read by path:
 * lists are asked for by their name, members by theirs.
 */
export interface QueryParameters {
  string(name: string): string | undefined;
  /** The members of a list, in the order of their numbers. */
  list(name: string): QueryParameters[];
  strings(name: string): string[];
  member(name: string): QueryParameters;
  /** The value itself, where this is a member of a list of plain values. */
  readonly value: string | undefined;
  readonly names: readonly string[];
  readonly isEmpty: boolean;
}

interface Node {
  value: string | undefined;
  readonly members: Map<string, Node>;
}

const MAX_DEPTH = 20;

/** Reads a form-encoded body. Never throws: what makes no sense is simply not found later. */
export function parseQueryParameters(body: string): QueryParameters {
  const root: Node = { value: undefined, members: new Map() };
  for (const [name, value] of new URLSearchParams(body)) {
    let node = root;
    for (const part of name.split(".").slice(0, MAX_DEPTH)) {
      let next = node.members.get(part);
      if (next === undefined) {
        next = { value: undefined, members: new Map() };
        node.members.set(part, next);
      }
      node = next;
    }
    node.value = value;
  }
  return view(root);
}

function view(node: Node): QueryParameters {
  return {
    value: node.value,
    names: [...node.members.keys()],
    isEmpty: node.members.size === 0 && node.value === undefined,
    string: (name) => node.members.get(name)?.value,
    member: (name) => view(node.members.get(name) ?? { value: undefined, members: new Map() }),
    list: (name) => listOf(node.members.get(name)).map(view),
    strings: (name) =>
      listOf(node.members.get(name)).flatMap((item) => (item.value === undefined ? [] : [item.value])),
  };
}

function listOf(node: Node | undefined): Node[] {
  const holder = node?.members.get("member") ?? node;
  if (holder === undefined) return [];
  return [...holder.members]
    .filter(([index]) => /^\d+$/.test(index))
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, member]) => member);
}
