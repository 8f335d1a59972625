/** Terraform state, format version 4: types, reading, writing, locking, backends. */
export {
  emptyState,
  findInstance,
  type InstanceKey,
  putInstance,
  removeInstance,
} from "./edit-state.js";
export { formatState } from "./format-state.js";
export type { JsonObject, JsonValue } from "./json.js";
export { type LockInfo, stateLocked } from "./lock-info.js";
export { type OpenStateBackendRequest, openStateBackend } from "./open-state-backend.js";
export { parseState } from "./parse-state.js";
export type { LockRequest, StateBackend, StateLock } from "./state-backend.js";
export {
  attributesOf,
  type StateObject,
  sensitiveAttributesOf,
  sensitivePathsOf,
  stateObjects,
  stateResourceAddress,
} from "./state-objects.js";
export type { StateInstance, StateResourceEntry, TerraformState } from "./terraform-state.js";
