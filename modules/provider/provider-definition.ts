import type { AwsClients, Clock } from "../aws/index.js";
import type { Diagnostic } from "../diagnostics/index.js";
import type { ObjectValue, Path } from "../values/index.js";
import type { ProviderRelease } from "./release/provider-release.js";
import type { Schema } from "./schema.js";

/** The `aws` provider block as far as it bears on plans and calls, evaluated. */
export interface ProviderConfiguration {
  readonly region: string | null;
  readonly defaultTags: { readonly [key: string]: string };
  readonly ignoreTags: { readonly keys: readonly string[]; readonly keyPrefixes: readonly string[] };
  /** `skip_requesting_account_id`: ARNs are then built without the account. */
  readonly skipAccountId?: boolean;
}

/** What the provider's own planning needs: Terraform core has merged prior state and configuration before. */
export interface PlanResourceChangeRequest {
  /** Null on create. */
  readonly prior: ObjectValue | null;
  readonly config: ObjectValue;
  /** Terraform core's proposed new value. */
  readonly proposed: ObjectValue;
  readonly provider: ProviderConfiguration;
}

export interface PlanResourceChangeResponse {
  readonly planned: ObjectValue;
  /** Paths whose change forces replacement, in the provider's order, unfiltered. */
  readonly requiresReplace: readonly Path[];
}

/**
 * One AWS API call of a change, with what to wait for. Parameters are in the SDK's input shape; unknown
 * values stand where a value is only known after another resource was applied.
 */
export interface Operation {
  /** Unique within the resource's change, e.g. `update-version`. */
  readonly name: string;
  /** e.g. `eks:UpdateNodegroupVersion`. */
  readonly call: string;
  readonly parameters: ObjectValue;
  readonly wait: OperationWait | null;
  /** Set where the call will probably not be made although a change is planned, with the reason. */
  readonly noCallExpected?: string;
  /** The parameter that gets a generated name when the call is made: this prefix and 26 more characters. */
  readonly generatedName?: { readonly parameter: string; readonly prefix: string };
  /** Set where the call goes to another region than the provider's. */
  readonly region?: string;
}

export type OperationWait =
  | {
      readonly kind: "eks-update";
      readonly clusterName: string;
      readonly nodegroupName?: string;
      readonly addonName?: string;
    }
  | { readonly kind: "node-group-active"; readonly clusterName: string; readonly nodegroupName: string }
  | { readonly kind: "node-group-deleted"; readonly clusterName: string; readonly nodegroupName: string }
  | { readonly kind: "launch-template-visible"; readonly name?: string; readonly id?: string };

/** A resource change that an apply carries out: exactly what the provider would be given. */
export interface ResourceOperationsRequest {
  readonly action: "create" | "update" | "delete";
  readonly prior: ObjectValue | null;
  readonly planned: ObjectValue | null;
  readonly config: ObjectValue | null;
  readonly provider: ProviderConfiguration;
  /** Where `ignore_changes` put the prior value into the configuration, e.g. `["scaling_config", 0, "desired_size"]`. */
  readonly ignoredPaths?: readonly Path[];
}

export interface OperationProgress {
  readonly message: string;
  readonly phase?: string;
  /** Of a rolling update: nodes of the former version, of the new one, and how many are wanted. */
  readonly nodes?: { readonly old: number; readonly new: number; readonly wanted: number };
  readonly elapsedSeconds: number;
}

export interface ExecuteOperationContext {
  readonly clients: AwsClients;
  readonly provider: ProviderConfiguration;
  readonly clock: Clock;
  /** When this apply began, in milliseconds since the epoch: the time stamp of generated names. */
  readonly startedAt: number;
  /** Results of the operations of the same change that were done before, by operation name. */
  readonly earlier: { readonly [operation: string]: OperationResult };
  /** Deterministic idempotency token, where the API takes one. */
  readonly clientToken: string;
  readonly timeoutSeconds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: OperationProgress) => void;
  /** What AWS answered to this operation in an earlier, interrupted run: do not send it again, only wait. */
  readonly answered?: OperationResult;
  /**
   * Set when an earlier run may have sent this operation, at this time or later (milliseconds since the
   * epoch), and nobody knows what came of it: look before sending it again.
   */
  readonly maybeSentSince?: number;
  /** The update that an earlier run asked for in the same way and did not see end: if it still runs, follow it. */
  readonly mayStillRun?: string;
  /**
   * Told as soon as AWS has answered, before any waiting, so that a journal can keep the ids. `attached`: nothing
   * was sent, because an update that does the same runs already.
   */
  readonly onAccepted: (accepted: OperationResult, attached?: boolean) => Promise<void>;
}

/** What is known after an operation; plain data, so that a journal can keep it. */
export interface OperationResult {
  /** The object's id in the state, e.g. `cluster:group` or `lt-…`. */
  readonly id?: string;
  /** The EKS update to wait for. */
  readonly updateId?: string;
  /** The launch template version that was made. */
  readonly version?: string;
  /** Set where a name was generated. */
  readonly name?: string;
}

export interface ReadContext {
  readonly clients: AwsClients;
  readonly provider: ProviderConfiguration;
}

/** A managed resource type. One folder in `modules/provider/` each. */
export interface ResourceType {
  readonly type: string;
  readonly schema: Schema;
  /** Terraform's ValidateResourceConfig: every problem at once. */
  validate(config: ObjectValue): readonly Diagnostic[];
  planResourceChange(request: PlanResourceChangeRequest): PlanResourceChangeResponse;
  /**
   * The key by which a live object is found when no state names it, from an evaluated configuration; null
   * when it cannot be known yet (name generated or unknown).
   */
  naturalKey(config: ObjectValue): string | null;
  /** The state object (id and what import sets) from which `read` finds the object with this natural key. */
  importStub(naturalKey: string): ObjectValue;
  /** Reads the live object into the state's shape; null when it does not exist. `prior` holds at least the key. */
  read(prior: ObjectValue, context: ReadContext): Promise<ObjectValue | null>;
  /** The API calls that carry out a change, in order. Pure. */
  operations(request: ResourceOperationsRequest): readonly Operation[];
  execute(operation: Operation, context: ExecuteOperationContext): Promise<OperationResult>;
  /** Default timeouts in seconds of what the provider waits for; absent where the type has no `timeouts` block. */
  readonly timeouts?: { readonly create?: number; readonly update?: number; readonly delete?: number };
}

export interface DataSource {
  readonly type: string;
  readonly schema: Schema;
  validate(config: ObjectValue): readonly Diagnostic[];
  /** Reads with a wholly known configuration. Throws a FleetwrightError when nothing is found, as the provider does. */
  read(config: ObjectValue, context: ReadContext): Promise<ObjectValue>;
}

export interface ProviderRegistry {
  /** The release of the provider that this is. */
  readonly release: ProviderRelease;
  resourceType(type: string): ResourceType | undefined;
  dataSource(type: string): DataSource | undefined;
}
