import type { Operation } from "../provider/index.js";
import { isObjectValue, type ObjectValue } from "../values/index.js";
import type { ApplyContext } from "./apply-context.js";
import type { ApplyNode } from "./apply-node.js";

/** Tells when a call carries another desired size than the plan shows; see `clampedDesiredSize` for the reason. */
export function reportAdjustments(
  node: ApplyNode,
  planned: ObjectValue,
  operations: readonly Operation[],
  context: ApplyContext,
): void {
  const blocks = planned.scaling_config;
  const block = Array.isArray(blocks) ? blocks[0] : undefined;
  const wanted = isObjectValue(block) ? block.desired_size : undefined;
  if (typeof wanted !== "number") return;
  for (const { parameters } of operations) {
    const scaling = parameters.scalingConfig;
    const sent = isObjectValue(scaling) ? scaling.desiredSize : undefined;
    if (typeof sent !== "number" || sent === wanted) continue;
    context.emit({
      type: "value-adjusted",
      address: node.address,
      path: ["scaling_config", 0, "desired_size"],
      planned: wanted,
      sent,
      reason: `the ignored live size ${wanted} lies outside the new bounds, and EKS refuses such a call`,
    });
  }
}
