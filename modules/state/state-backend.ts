import type { LockInfo } from "./lock-info.js";
import type { TerraformState } from "./terraform-state.js";

/** Where a stack's state is kept. */
export interface StateBackend {
  /** For people, e.g. `terraform.prod.tfstate` or `s3://bucket/key`. */
  readonly description: string;
  /** The state, or null where none has been written yet. */
  read(): Promise<TerraformState | null>;
  /**
   * Writes the state as a whole or not at all, and keeps what was there before this run as a backup. Throws a
   * FleetwrightError (STATE_CONFLICT) when what is stored has another lineage or a higher serial.
   */
  write(state: TerraformState): Promise<void>;
  /** Takes the lock that Terraform takes. Throws a FleetwrightError (STATE_LOCKED) naming the holder. */
  lock(request: LockRequest): Promise<StateLock>;
  /** Removes a lock by its id, as `terraform force-unlock` does. */
  forceUnlock(id: string): Promise<void>;
}

export interface LockRequest {
  /** Terraform's word for what the lock is for, e.g. `OperationTypeApply`. */
  readonly operation: string;
  readonly info?: string;
  /** Seconds to keep trying; 0 gives up at once. */
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  /** Told once when the lock is held by someone else and the wait begins. */
  readonly onWaiting?: (holder: LockInfo | null) => void;
}

export interface StateLock {
  readonly info: LockInfo;
  /** Gives the lock back; safe to call twice. */
  release(): Promise<void>;
}
