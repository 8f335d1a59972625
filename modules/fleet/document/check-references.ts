import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node } from "yaml";
import type { Diagnostic } from "../../diagnostics/index.js";
import { suggestion } from "../suggestion.js";
import { locationAt, type SourceText } from "./source-text.js";

/** Values that a document may hold once its aliases are written out: above it, it is an attack or a mistake. */
const EXPANDED_NODES_LIMIT = 2_000_000;

/**
 * Checks a document's aliases and merge keys before they are followed: unknown anchors, anchors that hold
 * themselves, merge keys whose source is not a map, and expansion without bounds ("billion laughs").
 */
export function checkReferences(source: SourceText, document: Document): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const anchors = new Map<string, Node>();
  const sizes = new Map<Node, number>();
  const open = new Set<Node>();
  let tooLarge: Alias | undefined;

  const report = (node: Node, code: string, summary: string, detail: string) =>
    diagnostics.push({
      severity: "error",
      code,
      summary,
      detail,
      location: locationAt(source, node.range?.[0] ?? 0, node.range?.[1] ?? 1),
    });

  const aliasSize = (alias: Alias): number => {
    const target = anchors.get(alias.source);
    if (target === undefined) {
      const known = suggestion(alias.source, [...anchors.keys()]);
      report(
        alias,
        "FLEET_UNKNOWN_ANCHOR",
        `No anchor "&${alias.source}" stands before this alias`,
        `An alias repeats what an anchor has named earlier in the same document.${known === undefined ? ` Write "&${alias.source}" before the value that is to be repeated, or use the file's defaults.` : ` Did you mean "*${known}"?`}`,
      );
      return 1;
    }
    if (open.has(target)) {
      report(
        alias,
        "FLEET_RECURSIVE_ANCHOR",
        `The anchor "&${alias.source}" holds an alias to itself`,
        "A fleet file cannot hold a value that contains itself. Remove the alias.",
      );
      return 1;
    }
    const size = sizes.get(target) ?? 1;
    if (size > EXPANDED_NODES_LIMIT) tooLarge ??= alias;
    return size;
  };

  const sizeOf = (node: unknown): number => {
    if (isAlias(node)) return aliasSize(node);
    if (isScalar(node)) {
      if (node.anchor !== undefined) anchors.set(node.anchor, node);
      return 1;
    }
    if (!isMap(node) && !isSeq(node)) return 0;
    if (node.anchor !== undefined) anchors.set(node.anchor, node);
    open.add(node);
    let size = 1;
    if (isSeq(node)) for (const item of node.items) size += sizeOf(item);
    else
      for (const pair of node.items) {
        size += sizeOf(pair.key) + sizeOf(pair.value);
        if (isScalar(pair.key) && pair.key.value === "<<" && !mergeable(pair.value, anchors)) {
          report(
            pair.key,
            "FLEET_MERGE_KEY",
            'The merge key "<<" is given something other than a map',
            'Write an alias to a map after it, e.g. "<<: *common", or a list of such aliases.',
          );
        }
      }
    open.delete(node);
    sizes.set(node, size);
    return size;
  };

  const total = sizeOf(document.contents);
  if (total > EXPANDED_NODES_LIMIT && document.contents !== null) {
    report(
      tooLarge ?? document.contents,
      "FLEET_ALIAS_EXPANSION",
      "The aliases of this file expand to too much",
      `Written out, it would hold more than ${EXPANDED_NODES_LIMIT.toLocaleString("en")} values. Aliases of aliases multiply: say it with defaults or nodeGroupTemplates instead.`,
    );
  }
  return diagnostics;
}

function mergeable(value: unknown, anchors: ReadonlyMap<string, Node>): boolean {
  // An unknown anchor has been reported already.
  if (isAlias(value)) return !anchors.has(value.source) || isMap(anchors.get(value.source));
  if (isSeq(value)) return value.items.every((item) => !isSeq(item) && mergeable(item, anchors));
  return isMap(value);
}
