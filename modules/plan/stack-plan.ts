import type { Diagnostic } from "../diagnostics/index.js";
import type { JsonObject, JsonValue, TerraformPlan } from "./terraform-plan.js";

/** The plan of one stack: Terraform's document, with what is ours under the one extra key. */
export interface StackPlan extends TerraformPlan {
  readonly fleetwright: StackPlanExtras;
}

export interface StackPlanExtras {
  /** What was asked for; plan JSON itself does not tell. */
  readonly mode?: "normal" | "destroy" | "refresh-only";
  readonly stack: string;
  /** Where the configuration was read from, relative to the project, e.g. `cdktf.out/stacks/prod-eu-1`. */
  readonly directory: string;
  /** AWS region and account of the stack's default provider; null where not known. */
  readonly region: string | null;
  readonly account?: string | null;
  /** The release of the AWS provider whose behaviour the plan has, e.g. `6.26`; absent for 5.100. */
  readonly provider_release?: string;
  /** The state that the plan was made from; null where none was kept. A plan stands for this state alone. */
  readonly state?: { readonly lineage: string; readonly serial: number } | null;
  /** The API calls that an apply will make, in order. */
  readonly operations: readonly PlannedOperation[];
  readonly ignored_changes: readonly IgnoredChange[];
  readonly node_effects: readonly NodeEffect[];
  /** Updates that are planned, as Terraform plans them, although nothing will be called for them, with the reason. */
  readonly spurious_updates?: readonly { readonly address: string; readonly reason: string }[];
  /** Addresses whose resource type this tool does not know; the plan is then not complete. */
  readonly unsupported: readonly string[];
  /** Digest of each live object that the plan was made from, by resource address. */
  readonly fingerprints: { readonly [address: string]: string };
  readonly diagnostics: readonly Diagnostic[];
}

/** One AWS API call that the plan will make. A parameter only known after apply is `{"unknown": true}`. */
export interface PlannedOperation {
  /** e.g. `aws_eks_node_group.ng-a/update-version` ; unique in the plan. */
  readonly id: string;
  readonly address: string;
  /** Service and API operation, e.g. `eks:UpdateNodegroupVersion`. */
  readonly call: string;
  readonly parameters: JsonObject;
  /** Set where the call goes to another region than the provider's. */
  readonly region?: string;
  /** What apply waits for afterwards, e.g. `update Successful`. */
  readonly waits_for: string | null;
  /** Ids of the operations that must be done before. */
  readonly after: readonly string[];
  /** Set where Terraform would plan a change although no call will be made, with the reason. */
  readonly no_call_expected?: string;
}

/** A difference that `ignore_changes` hides, shown with the live value. */
export interface IgnoredChange {
  readonly address: string;
  readonly path: readonly (string | number)[];
  readonly configured: JsonValue;
  readonly live: JsonValue;
  /** What apply will send in its place when AWS would refuse the live value, e.g. a clamped desired size. */
  readonly will_send?: JsonValue;
  /** The object is replaced, and nothing is ignored of a new one: it gets the configured value. */
  readonly lost_on_replacement?: boolean;
}

/** What a change does to running nodes. */
export interface NodeEffect {
  readonly address: string;
  readonly kind: "rolling-update" | "replacement" | "removal";
  /** Nodes that will be replaced or removed; null when the size is not known. */
  readonly nodes: number | null;
  /** Extra nodes while the update runs: max(2 × zones, max unavailable). */
  readonly surge: number;
  readonly max_unavailable: number | null;
  readonly expected_duration_seconds: {
    readonly low: number;
    readonly high: number;
    readonly basis: string;
  } | null;
}

/** All stacks of a fleet, in name order. */
export interface FleetPlan {
  readonly stacks: { readonly [stack: string]: StackPlan };
}
