import type { ResourceConfiguration } from "../../configuration/index.js";
import type { Diagnostic } from "../../diagnostics/index.js";
import { type InstanceKey, instanceAddress } from "../prior/instance-address.js";
import { type PlanWalk, problem } from "./plan-walk.js";

/** Terraform's reminder that a plan with `-target` is not the whole plan. */
export function warnOfTargets(walk: PlanWalk): void {
  if (!walk.targets.limited) return;
  walk.diagnostics.push(
    warning(
      "PLAN_TARGETED",
      "Resource targeting is in effect",
      "You are creating a plan with the -target option, which means that the result of this plan may not represent all of the changes requested by the current configuration.\n\nThe -target option is not for routine use, and is provided only for exceptional situations such as recovering from errors or mistakes, or when Terraform specifically suggests to use it as part of an error message.",
    ),
  );
}

/** Without a state, what exists is known only by looking; told not to look, the plan takes all for new. */
export function warnOfNothingKnown(walk: PlanWalk): void {
  const { input, options } = walk;
  if (input.state !== null || options.find !== false || options.mode === "destroy") return;
  walk.diagnostics.push(
    warning(
      "PLAN_NOTHING_KNOWN",
      "Everything counts as new",
      "There is no state, and with -refresh=false nothing live is looked for: the plan creates all that the configuration asks for, as Terraform's would. Leave -refresh=false away to have live objects found by their names.",
    ),
  );
}

/** `-replace=ADDR` that names a resource where only an instance's address would do. */
export function warnOfReplaceRequests(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  keys: Iterable<InstanceKey>,
): void {
  if (walk.options.mode !== "normal" || !walk.options.replace.includes(resource.address)) return;
  const instances = [...keys].map((key) => instanceAddress(resource.address, key));
  if (instances.length === 1 && instances[0] === resource.address) return;
  const request = `Your force-replace request for ${resource.address} doesn't match any resource instances because`;
  const options = instances.map((address) => `\n  -replace=${JSON.stringify(address)}`).join("");
  const rest =
    instances.length === 0
      ? " this resource doesn't have any instances."
      : instances.length === 1
        ? ` it lacks an instance key.\n\nTo force replacement of the single declared instance, use the following option instead:${options}`
        : ` it lacks an instance key.\n\nTo force replacement of particular instances, use one or more of the following options instead:${options}`;
  walk.diagnostics.push(
    warning("PLAN_REPLACE_UNMATCHED", "Incompletely-matched force-replace resource instance", request + rest),
  );
}

/** What the plan stops managing without destroying it. */
export function warnOfForgotten(walk: PlanWalk): void {
  const forgotten = walk.planned.filter(({ change }) => change.actions[0] === "forget");
  if (forgotten.length === 0) return;
  const list = forgotten
    .map(({ address }) => address)
    .sort()
    .map((address) => `\n - ${address}`);
  walk.diagnostics.push(
    warning(
      "PLAN_FORGOTTEN",
      "Some objects will no longer be managed by Terraform",
      `If you apply this plan, Terraform will discard its tracking information for the following objects, but it will not delete them:${list.join("")}\n\nAfter applying this plan, Terraform will no longer manage these objects. You will need to import them into Terraform to manage them again.`,
    ),
  );
}

function warning(code: string, summary: string, detail: string): Diagnostic {
  return { ...problem(code, summary, detail), severity: "warning" };
}
