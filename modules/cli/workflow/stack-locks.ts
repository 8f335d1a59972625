import type { Diagnostic } from "../../diagnostics/index.js";
import type { StateLock } from "../../state/index.js";
import { durationSeconds } from "../arguments/parse-option.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { PlanFlags } from "../commands/plan-command.js";
import { jsonEventWriter } from "../events/json-event-writer.js";
import { showDiagnostics } from "../terminal/show-diagnostics.js";
import type { OpenStack } from "./open-stack.js";

/** The locks of a run: each is taken before its state is read, and all are given back together. */
export interface StackLocks {
  /** Throws `STATE_LOCKED`, naming the holder, when the lock stays with somebody else. */
  take(stack: OpenStack): Promise<void>;
  release(): Promise<void>;
}

/**
 * With `-lock=false` nothing is locked; `-lock-timeout` is how long each lock is waited for.
 *
 * @param operation what the holder is told to be doing, in Terraform's word
 */
export function createStackLocks(
  flags: Pick<PlanFlags, "lock" | "lockTimeout"> & { readonly json: boolean },
  operation: "OperationTypePlan" | "OperationTypeApply",
  environment: CliEnvironment,
): StackLocks {
  const notReleased = async (stack: string, id: string, error: unknown) => {
    const diagnostic: Diagnostic = {
      severity: "warning",
      code: "STATE_LOCK_LEFT",
      summary: `The lock of ${stack} could not be given back: ${error instanceof Error ? error.message : String(error)}`,
      detail: `The next run will find it. Remove it with: fleetwright force-unlock ${id}`,
    };
    if (flags.json) jsonEventWriter(environment)({ type: "diagnostic", stack, diagnostic });
    else await showDiagnostics([diagnostic], environment);
  };
  const timeoutSeconds = durationSeconds(flags.lockTimeout);
  const held: { readonly stack: string; readonly lock: StateLock }[] = [];
  return {
    async take({ backend, name }) {
      if (!flags.lock) return;
      const lock = await backend.lock({
        operation,
        timeoutSeconds,
        signal: environment.signal,
        onWaiting: (holder) => {
          const who = holder === null ? "another run" : `${holder.Who} (${holder.ID})`;
          const message = `${name}: waiting for the state's lock, held by ${who}`;
          if (flags.json) {
            jsonEventWriter(environment)({ type: "waiting", stack: name, reason: "lock", message });
          } else environment.stderr.write(`${message}\n`);
        },
      });
      held.push({ stack: name, lock });
    },
    async release() {
      const released = held.splice(0).map(async ({ lock, stack }) => {
        await lock.release().catch((error: unknown) => notReleased(stack, lock.info.ID, error));
      });
      await Promise.all(released);
    },
  };
}
