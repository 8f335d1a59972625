import type { Configuration, Scope } from "../../configuration/index.js";
import type { Diagnostic, SourceLocation } from "../../diagnostics/index.js";
import { FleetwrightError } from "../../diagnostics/index.js";
import type { ProviderConfiguration, ProviderRegistry, Schema } from "../../provider/index.js";
import { type ObjectValue, type Path, UNKNOWN, type Value } from "../../values/index.js";
import type { InstanceChange } from "../change/plan-instance.js";
import type { PlanOptions, PlanStackInput, ReadRequest } from "../plan-stack-input.js";
import type { InstanceKey } from "../prior/instance-address.js";
import type { BlockedMove } from "../prior/move-priors.js";
import type { PriorInstance } from "../prior/prior-state.js";
import type { Refreshed } from "./refresh-prior.js";
import type { Targets } from "./targets.js";

/** One change of the plan with all that is known of its instance. */
export interface PlannedInstance {
  readonly address: string;
  readonly previousAddress: string | null;
  readonly resourceAddress: string;
  readonly module: string | null;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key: InstanceKey;
  readonly deposed: string | null;
  readonly providerKey: string;
  /** Fully qualified, e.g. `registry.terraform.io/hashicorp/aws`. */
  readonly providerSource: string;
  readonly schema: Schema;
  readonly change: InstanceChange;
  readonly importing: { readonly id: string } | null;
  readonly createBeforeDestroy: boolean;
}

/** An object after refresh, as `prior_state` shows it and dependants see it. */
export interface RefreshedInstance {
  readonly address: string;
  readonly resourceAddress: string;
  readonly module: string | null;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly key: InstanceKey;
  readonly deposed: string | null;
  readonly providerSource: string;
  readonly schema: Schema;
  readonly object: ObjectValue;
  readonly sensitivePaths: readonly Path[];
  readonly tainted: boolean;
  readonly createBeforeDestroy: boolean;
  readonly dependencies: readonly string[];
}

/** A difference between what the state holds and what is live. */
export interface DriftedInstance {
  readonly prior: PriorInstance;
  readonly schema: Schema;
  readonly providerSource: string;
  readonly before: ObjectValue;
  /** Null: the object is gone. */
  readonly after: ObjectValue | null;
}

export interface CheckInstance {
  readonly address: string;
  readonly status: "pass" | "fail" | "error" | "unknown";
  readonly messages: readonly string[];
}

export interface CheckedObject {
  readonly kind: "resource" | "output_value" | "check" | "var";
  readonly display: string;
  readonly members: { readonly [name: string]: string };
  readonly instances: CheckInstance[];
}

export interface EvaluatedProvider {
  readonly block: ObjectValue;
  readonly configuration: ProviderConfiguration;
}

/** What one walk over the configuration gathers. Only the walk's own functions write to it. */
export interface PlanWalk {
  readonly input: PlanStackInput;
  readonly configuration: Configuration;
  readonly registry: ProviderRegistry;
  readonly options: PlanOptions;
  readonly targets: Targets;
  readonly scope: Scope;
  /** By instance address, and by resource address. */
  readonly priors: ReadonlyMap<string, readonly PriorInstance[]>;
  readonly priorsOfResource: ReadonlyMap<string, readonly PriorInstance[]>;
  /** Resources of the state by what they depend on, for those that the configuration knows no longer. */
  readonly dependantsInState: ReadonlyMap<string, ReadonlySet<string>>;
  /** Addresses of the instances that the configuration wants. */
  readonly wanted: Set<string>;
  /** Moves that the state's objects could not follow. */
  readonly blockedMoves: readonly BlockedMove[];
  /** Of a destroy plan: the usual plan that was made before it and refreshed the state. */
  readonly before: PlanWalk | null;
  /** Failed conditions are errors only where something is planned that they could hold back. */
  readonly conditionsWarn: boolean;
  /** Data sources that stand inside a check block. */
  readonly checkedData: ReadonlySet<string>;
  /** Why a data source inside a check block could not be read, by its address. */
  readonly failedData: Map<string, string>;
  /** Import ids by instance address. */
  readonly imports: Map<string, string>;
  readonly refreshes: Map<string, Refreshed>;
  readonly forcedCreateBeforeDestroy: ReadonlySet<string>;
  /** By resource address: what expressions see, worked out when one first refers to it. */
  readonly values: Map<string, () => Value>;
  /** By resource address: one attribute of it, where that needs less than the whole. */
  readonly attributes: Map<string, (name: string) => Value | undefined>;
  readonly providers: Map<string, EvaluatedProvider>;
  /** Graph nodes for which something must be read first. */
  readonly pending: Set<string>;
  readonly requests: ReadRequest[];
  readonly planned: PlannedInstance[];
  readonly plannedByResource: Map<string, PlannedInstance[]>;
  readonly refreshed: RefreshedInstance[];
  readonly drifted: DriftedInstance[];
  readonly unsupported: Set<string>;
  readonly checks: Map<string, CheckedObject>;
  readonly diagnostics: Diagnostic[];
}

/** Runs a step whose errors belong into the plan's list of problems; undefined when it failed. */
export function collectProblems<T>(walk: PlanWalk, step: () => T): T | undefined {
  try {
    return step();
  } catch (error) {
    if (!FleetwrightError.is(error)) throw error;
    walk.diagnostics.push(...error.diagnostics);
    return undefined;
  }
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

export function problem(
  code: string,
  summary: string,
  detail: string,
  place: { readonly address?: string; readonly location?: SourceLocation } = {},
): Diagnostic {
  return { severity: "error", code, summary, detail, ...place };
}

/** A value that is made when first asked for. */
export function lazily(make: () => Value): () => Value {
  let value: Value | undefined;
  return () => {
    value ??= make();
    return value;
  };
}

export const unknownValue = (): Value => UNKNOWN;

export function recordPlanned(walk: PlanWalk, planned: PlannedInstance): void {
  walk.planned.push(planned);
  const siblings = walk.plannedByResource.get(planned.resourceAddress);
  if (siblings === undefined) walk.plannedByResource.set(planned.resourceAddress, [planned]);
  else siblings.push(planned);
}
