import { FailedRead, FleetwrightError } from "../../diagnostics/index.js";
import { type ObjectValue, valuesEqual } from "../../values/index.js";
import type { ReadResult } from "../plan-stack-input.js";
import type { PriorInstance } from "../prior/prior-state.js";
import type { PlanWalk } from "./plan-walk.js";
import { sourceOfProviderName } from "./provider-names.js";

export type Refreshed =
  | { readonly kind: "pending" }
  | { readonly kind: "done"; readonly object: ObjectValue | null };

/**
 * The prior object as it is live now: asked for, or taken from the state with `-refresh=false`. What differs
 * from the state is noted as drift.
 */
export function refreshPrior(walk: PlanWalk, prior: PriorInstance, providerKey: string): Refreshed {
  const key = `refresh ${prior.address}${prior.deposed === null ? "" : ` (deposed ${prior.deposed})`}`;
  const known = walk.refreshes.get(key);
  if (known !== undefined) return known;
  const refreshed = refresh(walk, prior, providerKey, key);
  walk.refreshes.set(key, refreshed);
  return refreshed;
}

/** What the plan before a destroy plan left in the state. */
function refreshedBefore(before: PlanWalk, { address, deposed }: PriorInstance): ObjectValue | null {
  const found = before.refreshed.find((each) => each.address === address && each.deposed === deposed);
  return found?.object ?? null;
}

/** Only data sources may fail to be read; every other failure has ended the plan before. */
export function objectRead(read: ReadResult | undefined): ObjectValue | null | undefined {
  if (read instanceof FailedRead) throw new FleetwrightError("aws", read.diagnostics);
  return read;
}

function refresh(walk: PlanWalk, prior: PriorInstance, providerKey: string, key: string): Refreshed {
  const { input, options, registry } = walk;
  const schema = registry.resourceType(prior.type)?.schema;
  if (prior.object === null || schema === undefined) return { kind: "done", object: null };
  if (!options.refresh) return { kind: "done", object: prior.object };
  if (walk.before !== null) return { kind: "done", object: refreshedBefore(walk.before, prior) };
  const read = objectRead(input.reads.get(key));
  if (read === undefined) {
    walk.requests.push({
      kind: "refresh",
      key,
      address: prior.address,
      type: prior.type,
      providerKey,
      prior: prior.object,
    });
    return { kind: "pending" };
  }
  // A destroy plan starts from the refreshed state and so knows of no drift; elsewhere than in a refresh-only
  // plan, moves are told with the changes.
  const moved = options.mode === "refresh-only" && prior.previousAddress !== null;
  if (
    options.mode !== "destroy" &&
    prior.deposed === null &&
    (moved || read === null || !valuesEqual(read, prior.object))
  )
    walk.drifted.push({
      prior,
      schema,
      providerSource: sourceOfProviderName(prior.providerName),
      before: prior.object,
      after: read,
    });
  return { kind: "done", object: read };
}
