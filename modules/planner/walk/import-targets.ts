import {
  evaluate,
  type ImportBlock,
  instanceScopes,
  type ResourceConfiguration,
  type Scope,
} from "../../configuration/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import { Unknown, unmarkDeep, type Value } from "../../values/index.js";
import { type InstanceKey, instanceAddress } from "../prior/instance-address.js";
import { collectProblems, type PlanWalk, problem } from "./plan-walk.js";

/** Import blocks that name a resource which the configuration does not have. */
export function refuseImportsWithoutConfiguration(walk: PlanWalk): void {
  if (walk.options.mode !== "normal") return;
  for (const { to, location } of walk.configuration.imports) {
    if (walk.configuration.resources.has(to)) continue;
    walk.diagnostics.push(
      problem(
        "PLAN_IMPORT_TARGET",
        "Configuration for import target does not exist",
        `The configuration for the given import target ${to} does not exist. If you wish to automatically generate config for this resource, use the -generate-config-out option within terraform plan. Otherwise, make sure the target resource exists within your configuration. For example:\n\n  terraform plan -generate-config-out=generated.tf`,
        { location },
      ),
    );
  }
}

/**
 * The ids that import blocks name for the instances of a resource, noted by instance address. What the state
 * already holds is not imported, and modes other than the normal one import nothing.
 *
 * @param wanted the keys of the instances that the configuration asks for
 */
export function noteImports(
  walk: PlanWalk,
  resource: ResourceConfiguration,
  wanted: ReadonlySet<InstanceKey>,
): void {
  if (walk.options.mode !== "normal") return;
  for (const block of walk.configuration.imports.filter(({ to }) => to === resource.address))
    collectProblems(walk, () => {
      for (const scope of scopesOf(block, walk.scope)) {
        const key = keyOf(block, scope);
        const address = instanceAddress(resource.address, key);
        if (!wanted.has(key)) throw notConfigured(address, block);
        const id = importId(block, scope);
        if (!walk.priors.has(address)) walk.imports.set(address, id);
      }
    });
}

function scopesOf({ forEach, to }: ImportBlock, scope: Scope): Iterable<Scope> {
  return forEach === null ? [scope] : instanceScopes({ count: null, forEach, address: to }, scope).values();
}

function keyOf({ toKey }: ImportBlock, scope: Scope): InstanceKey {
  if (toKey === null) return null;
  const key = unmarkDeep(evaluate(toKey, scope)).value;
  return typeof key === "string" || typeof key === "number" ? key : null;
}

function importId(block: ImportBlock, scope: Scope): string {
  const marked = unmarkDeep(evaluate(block.id, scope));
  const id: Value = marked.value;
  if (marked.sensitivePaths.length > 0) throw invalidId(block, "The import ID cannot be sensitive.");
  if (id === null) throw invalidId(block, "The import ID cannot be null.");
  if (id instanceof Unknown)
    throw invalidId(
      block,
      'The import block "id" argument depends on resource attributes that cannot be determined until apply, so Terraform cannot plan to import this resource.',
    );
  if (typeof id === "object")
    throw invalidId(block, "The import ID value is unsuitable: a string is required.");
  if (id === "")
    throw invalidId(
      block,
      "The import ID value evaluates to an empty string, please provide a non-empty value.",
    );
  return String(id);
}

function invalidId(block: ImportBlock, detail: string): FleetwrightError {
  const location = block.id.location();
  return new FleetwrightError("user", [
    problem("PLAN_IMPORT_ID", "Invalid import id argument", detail, { location }),
  ]);
}

function notConfigured(address: string, { location }: ImportBlock): FleetwrightError {
  return new FleetwrightError("user", [
    problem(
      "PLAN_IMPORT_TARGET",
      "Configuration for import target does not exist",
      `The configuration for the given import ${address} does not exist. All target instances must have an associated configuration to be imported.`,
      { address, location },
    ),
  ]);
}
