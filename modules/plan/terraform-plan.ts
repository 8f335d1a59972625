/** Terraform's plan JSON, format 1.2, as `terraform show -json` writes it. */

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export type ChangeActions =
  | readonly ["no-op"]
  | readonly ["create"]
  | readonly ["read"]
  | readonly ["update"]
  | readonly ["delete", "create"]
  | readonly ["create", "delete"]
  | readonly ["delete"]
  | readonly ["forget"]
  | readonly ["create", "forget"];

export type ActionReason =
  | "replace_because_tainted"
  | "replace_because_cannot_update"
  | "replace_by_request"
  | "replace_by_triggers"
  | "delete_because_no_resource_config"
  | "delete_because_wrong_repetition"
  | "delete_because_count_index"
  | "delete_because_each_key"
  | "delete_because_no_module"
  | "delete_because_no_move_target"
  | "read_because_config_unknown"
  | "read_because_dependency_pending"
  | "read_because_check_nested";

export interface Change {
  readonly actions: ChangeActions;
  readonly before: JsonValue;
  /** Unknown attributes are left out; absent altogether for a wholly unknown output. */
  readonly after?: JsonValue;
  readonly after_unknown: JsonValue;
  readonly before_sensitive: JsonValue;
  readonly after_sensitive: JsonValue;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: { readonly id?: string; readonly unknown?: boolean };
}

export interface ResourceChange {
  readonly address: string;
  readonly previous_address?: string;
  readonly module_address?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name: string;
  readonly deposed?: string;
  readonly change: Change;
  readonly action_reason?: ActionReason;
}

export interface StateResource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  readonly provider_name: string;
  readonly schema_version: number;
  /** Left out where nothing of it is known, and of what is forgotten. */
  readonly values?: JsonObject;
  readonly sensitive_values: JsonValue;
  readonly depends_on?: readonly string[];
  readonly tainted?: boolean;
  readonly deposed_key?: string;
}

export interface StateValues {
  readonly outputs?: {
    readonly [name: string]: {
      readonly sensitive: boolean;
      readonly type?: JsonValue;
      readonly value?: JsonValue;
    };
  };
  readonly root_module: StateModule;
}

export interface StateModule {
  readonly address?: string;
  readonly resources?: readonly StateResource[];
  readonly child_modules?: readonly StateModule[];
}

export interface TerraformPlan {
  readonly format_version: string;
  readonly terraform_version?: string;
  readonly variables?: { readonly [name: string]: { readonly value?: JsonValue } };
  readonly planned_values: StateValues;
  readonly resource_drift?: readonly ResourceChange[];
  readonly resource_changes?: readonly ResourceChange[];
  readonly output_changes?: { readonly [name: string]: Change };
  readonly prior_state?: {
    readonly format_version: string;
    readonly terraform_version?: string;
    readonly values?: StateValues;
  };
  readonly configuration: JsonObject;
  readonly relevant_attributes?: readonly {
    readonly resource: string;
    readonly attribute: readonly (string | number)[];
  }[];
  readonly checks?: readonly JsonObject[];
  readonly timestamp?: string;
  readonly applyable: boolean;
  readonly complete: boolean;
  readonly errored: boolean;
}
