import type { SourceLocation } from "../../diagnostics/index.js";
import type { FleetWaiver, PolicyValue, Strings } from "../fleet.js";

/** The name of the file beside the synthesized stacks that leads from resources back to the fleet file. */
export const sourceMapFile = "fleetwright.sources.json";

/**
 * What the fleet file says that Terraform JSON does not: where each resource was written, and what the gate is
 * to know. With it, planning and judging need nothing but the output directory.
 */
export interface SourceMap {
  readonly fleet: string;
  readonly files: readonly string[];
  readonly policy: {
    readonly profile: Located<string> | null;
    readonly parameters: LocatedParameters;
    readonly waivers: readonly FleetWaiver[];
  };
  readonly stacks: { readonly [stack: string]: StackSources };
}

export interface Located<T> {
  readonly value: T;
  readonly location: SourceLocation;
}

export interface LocatedParameters {
  readonly [name: string]: Located<PolicyValue>;
}

export interface StackSources {
  readonly cluster: string;
  readonly region: string;
  readonly account: string;
  readonly kubernetesVersion: string;
  readonly labels: Strings;
  readonly location: SourceLocation;
  readonly parameters: LocatedParameters;
  /** Places of single settings, e.g. `kubernetesVersion`. */
  readonly fields: Fields;
  readonly nodeGroups: { readonly [nodeGroup: string]: NodeGroupSources };
  readonly resources: { readonly [address: string]: ResourceSource };
}

export interface NodeGroupSources {
  readonly location: SourceLocation;
  readonly parameters: LocatedParameters;
  readonly zones: readonly string[];
  readonly desiredOwner: "fleet" | "cluster-autoscaler";
  /** Places of single settings by their path, e.g. `scaling.min`. */
  readonly fields: Fields;
}

export interface Fields {
  readonly [path: string]: SourceLocation;
}

export interface ResourceSource {
  /** Null: it belongs to the cluster as a whole. */
  readonly nodeGroup: string | null;
  /** Null: it spans the group's zones. */
  readonly zone: string | null;
}
