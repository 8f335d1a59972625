/** Terraform state, format version 4: types, reading, writing, locking, backends. */
export type { StateInstance, StateResourceEntry, TerraformState } from "./terraform-state.js";
