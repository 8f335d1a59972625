import { isJsonArray, isJsonObject, type JsonObject, type JsonValue } from "../json.js";
import { at, type Place, type ReadingContext, report } from "./reading-context.js";

export interface LabelledBlock {
  readonly labels: readonly string[];
  readonly json: JsonObject;
  readonly place: Place;
}

/**
 * The blocks under a property of Terraform JSON: `labels` levels of objects whose keys are the labels, arrays
 * allowed at every level; `//` is a comment, null no block.
 */
export function blocksOf(
  context: ReadingContext,
  json: JsonValue | undefined,
  place: Place,
  labels: readonly string[],
): LabelledBlock[] {
  const blocks: LabelledBlock[] = [];
  collect(context, json, place, labels, [], blocks);
  return blocks;
}

function collect(
  context: ReadingContext,
  json: JsonValue | undefined,
  place: Place,
  labelNames: readonly string[],
  labels: readonly string[],
  found: LabelledBlock[],
): void {
  if (json === undefined || json === null) return;
  if (isJsonArray(json)) {
    json.forEach((element, index) => {
      collect(context, element, at(place, index), labelNames, labels, found);
    });
    return;
  }
  if (!isJsonObject(json)) {
    const wanted = labelNames[labels.length];
    report(
      context,
      place,
      "STRUCTURE",
      "Incorrect JSON value type",
      wanted === undefined
        ? "Either a JSON object or a JSON array is required here, to define arguments and child blocks."
        : `A JSON object is required, whose keys represent the ${wanted}.`,
    );
    return;
  }
  if (labels.length === labelNames.length) {
    found.push({ labels, json, place });
    return;
  }
  for (const [label, inner] of Object.entries(json))
    if (label !== "//") collect(context, inner, at(place, label), labelNames, [...labels, label], found);
}
