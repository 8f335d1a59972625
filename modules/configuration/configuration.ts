import type { Diagnostic, SourceLocation } from "../diagnostics/index.js";
import type { Path, Type, Value } from "../values/index.js";
import type { Body } from "./body.js";
import type { DependencyGraph } from "./dependency-graph.js";
import type { Expression } from "./expression.js";
import type { JsonValue } from "./json.js";
import type { Reference } from "./reference.js";

/** A root module of Terraform JSON, read and checked, nothing evaluated yet but its variables. */
export interface Configuration {
  /** Absolute path of the folder; `path.module`, `path.root` and the file functions work from it. */
  readonly directory: string;
  readonly workspace: string;
  /** Managed resources and data sources by address, sorted as Terraform sorts them (data first). */
  readonly resources: ReadonlyMap<string, ResourceConfiguration>;
  /** By key: `aws`, or `aws.west` for an alias. Holds implied ones (no block, yet in use) as well. */
  readonly providers: ReadonlyMap<string, ProviderBlock>;
  /** By local name. */
  readonly requiredProviders: ReadonlyMap<string, RequiredProvider>;
  /** Versions by full source, from `.terraform.lock.hcl`. */
  readonly lockedProviders: ReadonlyMap<string, string>;
  readonly requiredVersion: string | null;
  readonly backend: { readonly type: string; readonly body: Body } | null;
  readonly variables: ReadonlyMap<string, VariableConfiguration>;
  /** Final values of the variables, converted to their types, marked where `sensitive`. */
  readonly variableValues: ReadonlyMap<string, Value>;
  readonly locals: ReadonlyMap<string, LocalConfiguration>;
  readonly outputs: ReadonlyMap<string, OutputConfiguration>;
  /** By name. What is in the modules is not read. */
  readonly modules: ReadonlyMap<string, ModuleCall>;
  readonly moved: readonly MovedBlock[];
  readonly imports: readonly ImportBlock[];
  readonly removed: readonly RemovedBlock[];
  readonly checks: ReadonlyMap<string, CheckBlock>;
  readonly graph: DependencyGraph;
  readonly warnings: readonly Diagnostic[];
}

export interface ResourceConfiguration {
  /** e.g. `aws_eks_node_group.ng-a` or `data.aws_ssm_parameter.ami`. */
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  /** Key into `Configuration.providers`. */
  readonly providerKey: string;
  /** The body without meta-arguments: give it to `evaluateBlock`. */
  readonly body: Body;
  readonly count: Expression | null;
  readonly forEach: Expression | null;
  readonly dependsOn: readonly Reference[];
  readonly lifecycle: Lifecycle;
  /** Set when the resource has provisioners: what they do is not supported, only named. */
  readonly provisioners: readonly string[];
  /** Every reference of body, count, for_each, conditions, in order of appearance; not `depends_on`. */
  readonly references: readonly Reference[];
  readonly location: SourceLocation;
}

export interface Lifecycle {
  /** Null: not written (so that CBD forced by a dependant can be told from an explicit false). */
  readonly createBeforeDestroy: boolean | null;
  readonly preventDestroy: boolean;
  readonly ignoreChanges: "all" | readonly IgnoredPath[];
  readonly replaceTriggeredBy: readonly ReplaceTrigger[];
  readonly preconditions: readonly ConditionRule[];
  readonly postconditions: readonly ConditionRule[];
}

/** One entry of `ignore_changes`: `scaling_config[0].desired_size` is `["scaling_config", 0, "desired_size"]`. */
export interface IgnoredPath {
  readonly path: Path;
  /** As written. */
  readonly text: string;
  /**
   * Which steps were written as `["key"]` or `[0]` (an index) and not as `.name`: core splits a trailing
   * string index off as a map key.
   */
  readonly indexSteps: readonly boolean[];
  readonly location: SourceLocation;
}

export interface ReplaceTrigger {
  /** The whole item, e.g. `aws_launch_template.lt-a.latest_version`; evaluate it with `evaluateTrigger`. */
  readonly expression: Expression;
  readonly text: string;
}

export interface ConditionRule {
  readonly condition: Expression;
  readonly errorMessage: Expression;
  readonly location: SourceLocation;
}

export interface ProviderBlock {
  /** `aws` or `aws.west`. */
  readonly key: string;
  readonly localName: string;
  readonly alias: string | null;
  /** Fully qualified, e.g. `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly versionConstraint: string | null;
  /** Null when the provider is only implied by a resource that uses it. */
  readonly body: Body | null;
  readonly references: readonly Reference[];
  readonly location: SourceLocation | null;
}

export interface RequiredProvider {
  readonly localName: string;
  /** Fully qualified, e.g. `registry.terraform.io/hashicorp/aws`. */
  readonly source: string;
  readonly versionConstraint: string | null;
}

export interface VariableConfiguration {
  readonly name: string;
  readonly type: Type;
  /** Fills in optional attributes and converts to the type. Throws ConversionError. */
  readonly convert: (value: Value) => Value;
  /** Undefined when the variable has no default and so is required. */
  readonly default: Value | undefined;
  /** The default as written, for plan JSON. */
  readonly defaultJson: JsonValue | undefined;
  readonly description: string | null;
  readonly sensitive: boolean;
  readonly ephemeral: boolean;
  readonly nullable: boolean;
  readonly validations: readonly ConditionRule[];
  readonly location: SourceLocation;
}

export interface LocalConfiguration {
  readonly name: string;
  readonly expression: Expression;
}

export interface OutputConfiguration {
  readonly name: string;
  readonly expression: Expression;
  readonly description: string | null;
  readonly sensitive: boolean;
  readonly dependsOn: readonly Reference[];
  readonly preconditions: readonly ConditionRule[];
  readonly location: SourceLocation;
}

/** A `module` block of the root module. */
export interface ModuleCall {
  readonly name: string;
  readonly source: string | null;
  readonly versionConstraint: string | null;
  /** By name, without meta-arguments. */
  readonly arguments: ReadonlyMap<string, Expression>;
  readonly count: Expression | null;
  readonly forEach: Expression | null;
  readonly dependsOn: readonly Reference[];
  readonly location: SourceLocation;
}

/** Addresses as written, with their instance key if any, e.g. `aws_eks_node_group.a["x"]`. */
export interface MovedBlock {
  readonly from: InstanceAddress;
  readonly to: InstanceAddress;
  readonly location: SourceLocation;
}

export interface ImportBlock {
  /** The resource's address; its instance key is in `toKey` (an expression may stand there with for_each). */
  readonly to: string;
  readonly toKey: Expression | null;
  readonly id: Expression;
  readonly forEach: Expression | null;
  readonly providerKey: string | null;
  readonly location: SourceLocation;
}

export interface RemovedBlock {
  readonly from: InstanceAddress;
  /** `lifecycle.destroy`: false forgets the object, true (the default) destroys it. */
  readonly destroy: boolean;
  readonly location: SourceLocation;
}

export interface CheckBlock {
  readonly name: string;
  /** The scoped data source, also found in `Configuration.resources`. */
  readonly data: ResourceConfiguration | null;
  readonly assertions: readonly ConditionRule[];
  readonly location: SourceLocation;
}

export interface InstanceAddress {
  /** Without key: `aws_eks_node_group.a`, or `module.x` for what we do not follow. */
  readonly resource: string;
  readonly key: string | number | null;
}
