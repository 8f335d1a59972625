import type { JsonValue } from "../../plan/index.js";
import { member } from "./read-json.js";

/** The tags that a resource will bear, the provider's default ones included where they are known. */
export function tagsOf(values: JsonValue | undefined): JsonValue | undefined {
  return member(values, "tags_all") ?? member(values, "tags");
}

/** The required tag keys that a resource lacks; a tag whose value is null is none. */
export function missingTags(values: JsonValue | undefined, required: readonly string[]): string[] {
  const tags = tagsOf(values);
  return required.filter((tag) => (member(tags, tag) ?? null) === null);
}
