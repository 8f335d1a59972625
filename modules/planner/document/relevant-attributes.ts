import type { Expression, Reference } from "../../configuration/index.js";
import type { TerraformPlan } from "../../plan/index.js";
import type { Path } from "../../values/index.js";
import { instanceAddress } from "../prior/instance-address.js";
import type { PlanWalk } from "../walk/plan-walk.js";
import type { PlannedOutput } from "./output-changes.js";
import { compareTexts } from "./resource-change-json.js";

type RelevantAttributes = NonNullable<TerraformPlan["relevant_attributes"]>;

/**
 * The attributes to which the expressions of everything that changes refer, through locals. Terraform lists
 * them in no order; here they stand as resources are sorted elsewhere.
 */
export function relevantAttributes(walk: PlanWalk, outputs: readonly PlannedOutput[]): RelevantAttributes {
  const found = new Map<string, { readonly resource: string; readonly attribute: Path }>();
  const seen = new Set<string>();
  const note = (references: readonly Reference[]): void => {
    for (const reference of references) {
      if (reference.kind === "local") {
        if (seen.has(reference.subject)) continue;
        seen.add(reference.subject);
        const local = walk.configuration.locals.get(reference.subject.slice("local.".length));
        note(local?.expression.references ?? []);
      } else if (reference.kind === "resource" || reference.kind === "data") {
        const resource = instanceAddress(reference.subject, reference.key);
        const key = JSON.stringify([resource, reference.remaining]);
        if (!found.has(key)) found.set(key, { resource, attribute: reference.remaining });
      }
    }
  };
  for (const [address, instances] of walk.plannedByResource)
    if (instances.some(({ change }) => change.actions[0] !== "no-op"))
      note(walk.configuration.resources.get(address)?.references ?? []);
  for (const { name, change } of outputs) {
    const expression: Expression | undefined = walk.configuration.outputs.get(name)?.expression;
    if (change.actions[0] !== "no-op") note(expression?.references ?? []);
  }
  return [...found.values()].sort(
    (left, right) =>
      Number(right.resource.startsWith("data.")) - Number(left.resource.startsWith("data.")) ||
      compareTexts(left.resource, right.resource) ||
      compareTexts(JSON.stringify(left.attribute), JSON.stringify(right.attribute)),
  );
}
