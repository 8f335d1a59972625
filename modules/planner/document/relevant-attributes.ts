import type { Expression, Reference, ResourceConfiguration } from "../../configuration/index.js";
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
        if (found.has(key)) continue;
        found.set(key, { resource, attribute: reference.remaining });
        note(argumentReferences(walk.configuration.resources.get(reference.subject), reference.remaining));
      }
    }
  };
  for (const [address, instances] of walk.plannedByResource)
    if (instances.some(({ change }) => change.actions[0] !== "no-op"))
      note(contributingReferences(walk.configuration.resources.get(address)));
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

/** What a resource's arguments refer to; conditions and triggers contribute nothing to its value. */
function contributingReferences(resource: ResourceConfiguration | undefined): readonly Reference[] {
  if (resource === undefined) return [];
  const { preconditions, postconditions, replaceTriggeredBy } = resource.lifecycle;
  // Equal expressions share their references, so each is taken away as often as it stands there.
  const others = new Map<Reference, number>();
  for (const { references } of [
    ...replaceTriggeredBy.map(({ expression }) => expression),
    ...[...preconditions, ...postconditions].flatMap((rule) => [rule.condition, rule.errorMessage]),
  ])
    for (const reference of references) others.set(reference, (others.get(reference) ?? 0) + 1);
  if (others.size === 0) return resource.references;
  return resource.references.filter((reference) => {
    const left = others.get(reference) ?? 0;
    if (left > 0) others.set(reference, left - 1);
    return left === 0;
  });
}

/** What the arguments behind a reference refer to in turn: of one argument, or of all for a whole resource. */
function argumentReferences(resource: ResourceConfiguration | undefined, path: Path): readonly Reference[] {
  const references = contributingReferences(resource);
  const [argument] = path;
  if (resource === undefined || argument === undefined) return references;
  const json = resource.body.json[argument];
  if (json === undefined) return [];
  const text = JSON.stringify(json);
  return references.filter(({ subject }) => {
    const at = text.indexOf(subject);
    return at >= 0 && !/[\w-]/.test(text[at + subject.length] ?? "");
  });
}
