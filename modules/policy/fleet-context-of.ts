import { buildSourceMap, type Fleet, locateResource, type SourceMap } from "../fleet/index.js";
import type { FleetContext } from "./fleet-context.js";

/** What a fleet, or the source map of its synthesized stacks, says to the gate. */
export function fleetContext(fleet: Fleet | SourceMap): FleetContext {
  const map = "stacks" in fleet ? fleet : buildSourceMap(fleet);
  return {
    name: map.fleet,
    policy: map.policy,
    stacks: map.stacks,
    locate: (stack, address, attribute) =>
      address === null ? map.stacks[stack]?.location : locateResource(map, stack, address, attribute),
  };
}
