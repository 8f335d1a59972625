import { FleetwrightError } from "../../diagnostics/index.js";
import { Unknown } from "../../values/index.js";
import { partitionOf } from "../account.js";
import type { CustomizeDiff } from "../sdk/resource-diff.js";

/**
 * Provider 6's plan of `region`: the provider's region where none is set, and a replacement when it changes.
 * A state of an older provider, which has none, means the provider's region. Throws a FleetwrightError for a
 * region of another partition.
 */
export const planRegion =
  (defaultRegion: string | null): CustomizeDiff =>
  (diff) => {
    const ofProvider = diff.provider.region ?? defaultRegion;
    const wanted = diff.proposed.region ?? null;
    if (wanted instanceof Unknown) {
      if (diff.prior !== null) diff.forceNew("region");
      return;
    }
    const next = typeof wanted === "string" && wanted !== "" ? wanted : ofProvider;
    if (next === null) return;
    if (ofProvider !== null) requireSamePartition(next, ofProvider);
    if (next !== wanted) diff.setNewText("region", next);
    if (diff.prior === null) return;
    const before = diff.prior.region ?? null;
    const was = typeof before === "string" && before !== "" ? before : ofProvider;
    if (was !== next) diff.forceNew("region");
  };

export function requireSamePartition(region: string, ofProvider: string): void {
  const [got, wanted] = [partitionOf(region).id, partitionOf(ofProvider).id];
  if (got === wanted) return;
  throw new FleetwrightError("user", [
    {
      severity: "error",
      code: "PROVIDER_REGION_PARTITION",
      summary: `partition (${got}) for per-resource Region (${region}) is not the provider's configured partition (${wanted})`,
    },
  ]);
}
