import type { TerraformState } from "../../state/index.js";
import { isWhollyKnown } from "../../values/index.js";
import type { PlanWalk } from "../walk/plan-walk.js";
import { knownJson } from "./json-value.js";
import type { PlannedOutput } from "./output-changes.js";
import { typeJson } from "./type-json.js";

type StateOutput = TerraformState["outputs"][string];

/** The outputs of the refreshed state, by name: one whose new value is known has that value already. */
export function refreshedOutputs(
  walk: PlanWalk,
  planned: readonly PlannedOutput[],
): ReadonlyMap<string, StateOutput> {
  const outputs = new Map(Object.entries(walk.input.state?.outputs ?? {}));
  for (const { name, configuredSensitive, value } of planned) {
    if (value === undefined || !isWhollyKnown(value)) continue;
    if (value === null) outputs.delete(name);
    else
      outputs.set(name, {
        value: knownJson(value) ?? null,
        type: typeJson(value),
        sensitive: configuredSensitive,
      });
  }
  return new Map([...outputs].sort(([left], [right]) => (left < right ? -1 : 1)));
}
