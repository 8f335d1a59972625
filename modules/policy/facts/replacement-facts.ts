import type { ResourceChange } from "../../plan/index.js";
import { formatPath } from "./differences.js";

/** Why a resource is replaced, where it is; of a resource that no plan holds, nothing. */
export function replacementFacts(resource: ResourceChange | undefined): {
  readonly reason: string | undefined;
  readonly replace_paths: string[];
} {
  return {
    reason: resource?.action_reason,
    replace_paths: (resource?.change.replace_paths ?? []).map(formatPath),
  };
}
