import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { PathStep } from "../origin.js";

/** The node at `path`, looked up through aliases and merge keys; undefined when there is none. */
export function findNode(document: Document, path: readonly PathStep[]): Node | undefined {
  let node = resolved(document, document.contents);
  for (const step of path) {
    if (node === undefined) return undefined;
    node = resolved(document, child(document, node, step));
  }
  return node;
}

/** The pair of a map that `path` ends with. */
export function findPair(document: Document, path: readonly PathStep[]): Pair<Node, Node | null> | undefined {
  const last = path.at(-1);
  if (typeof last !== "string") return undefined;
  const around = findNode(document, path.slice(0, -1));
  return around === undefined ? undefined : pairOf(document, around, last);
}

function child(document: Document, node: Node, step: PathStep): unknown {
  if (isSeq(node)) return typeof step === "number" ? node.items[step] : undefined;
  return typeof step === "string" ? pairOf(document, node, step)?.value : undefined;
}

function pairOf(document: Document, node: Node, key: string): Pair<Node, Node | null> | undefined {
  if (!isMap<Node, Node | null>(node)) return undefined;
  let merged: Pair<Node, Node | null> | undefined;
  for (const pair of node.items) {
    if (!isScalar(pair.key)) continue;
    if (String(pair.key.value) === key) return pair;
    if (pair.key.value === "<<") merged ??= mergedPair(document, pair.value, key);
  }
  return merged;
}

function mergedPair(document: Document, source: unknown, key: string): Pair<Node, Node | null> | undefined {
  const node = resolved(document, source);
  if (node === undefined) return undefined;
  if (!isSeq(node)) return pairOf(document, node, key);
  for (const item of node.items) {
    const found = mergedPair(document, item, key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolved(document: Document, node: unknown): Node | undefined {
  if (isAlias(node)) return node.resolve(document);
  return isMap(node) || isSeq(node) || (isScalar(node) && !isPair(node)) ? node : undefined;
}
