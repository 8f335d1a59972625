import type { JsonObject, JsonValue } from "./json.js";

/** Terraform state, format version 4, as the file holds it. */
export interface TerraformState {
  readonly version: 4;
  readonly terraform_version: string;
  readonly serial: number;
  readonly lineage: string;
  readonly outputs: {
    readonly [name: string]: {
      readonly value: JsonValue;
      readonly type: JsonValue;
      readonly sensitive?: boolean;
    };
  };
  readonly resources: readonly StateResourceEntry[];
  readonly check_results: JsonValue;
}

export interface StateResourceEntry {
  readonly module?: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly each?: "list" | "map";
  /** e.g. `provider["registry.terraform.io/hashicorp/aws"]`. */
  readonly provider: string;
  readonly instances: readonly StateInstance[];
}

export interface StateInstance {
  readonly index_key?: string | number;
  readonly status?: "tainted";
  readonly deposed?: string;
  readonly schema_version: number;
  readonly attributes: JsonObject;
  readonly sensitive_attributes?: JsonValue;
  /** Resource identity, which Terraform 1.12 and later may keep; carried through as it is. */
  readonly identity_schema_version?: number;
  readonly identity?: JsonValue;
  /** Base64 of the provider's private data. */
  readonly private?: string;
  readonly dependencies?: readonly string[];
  readonly create_before_destroy?: boolean;
}
