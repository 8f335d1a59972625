import type { SourceLocation } from "../diagnostics/index.js";
import type { Waiver } from "./verdict.js";

/** What the fleet file says to the gate: limits, waivers, and where everything is written. */
export interface FleetContext {
  readonly name: string;
  readonly policy: {
    readonly profile: Located<string> | null;
    readonly parameters: LocatedParameters;
    readonly waivers: readonly Waiver[];
  };
  readonly stacks: { readonly [stack: string]: FleetStack };
  /** Where a resource of a stack, or one attribute of it, is written; without an address, its cluster. */
  locate(
    stack: string,
    address: string | null,
    attribute?: readonly (string | number)[],
  ): SourceLocation | undefined;
}

export interface FleetStack {
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
  readonly parameters: LocatedParameters;
  readonly nodeGroups: { readonly [nodeGroup: string]: { readonly parameters: LocatedParameters } };
  /** The node group and zone that a resource was made from; null node group: the cluster's own. */
  readonly resources: {
    readonly [address: string]: { readonly nodeGroup: string | null; readonly zone: string | null };
  };
}

export interface Located<T> {
  readonly value: T;
  readonly location?: SourceLocation;
}

/** Parameters as they are written, not yet checked. */
export interface LocatedParameters {
  readonly [name: string]: Located<unknown>;
}
