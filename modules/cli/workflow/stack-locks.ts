import { durationSeconds } from "../arguments/parse-option.js";
import type { CliEnvironment } from "../cli-environment.js";
import type { DeployFlags } from "../commands/deploy-command.js";
import type { OpenStack } from "./open-stack.js";

/** The locks of a deploy: each is taken before its state is read, and all are given back together. */
export interface StackLocks {
  /** Throws `STATE_LOCKED`, naming the holder, when the lock stays with somebody else. */
  take(stack: OpenStack): Promise<void>;
  release(): Promise<void>;
}

/** With `-lock=false` nothing is locked; `-lock-timeout` is how long each lock is waited for. */
export function createStackLocks(
  flags: Pick<DeployFlags, "json" | "lock" | "lockTimeout">,
  environment: CliEnvironment,
): StackLocks {
  const timeoutSeconds = durationSeconds(flags.lockTimeout);
  const held: { release(): Promise<void> }[] = [];
  return {
    async take({ backend, name }) {
      if (!flags.lock) return;
      const lock = await backend.lock({
        operation: "OperationTypeApply",
        timeoutSeconds,
        signal: environment.signal,
        onWaiting: (holder) => {
          if (flags.json) return;
          const who = holder === null ? "another run" : `${holder.Who} (${holder.ID})`;
          environment.stderr.write(`${name}: waiting for the state's lock, held by ${who}\n`);
        },
      });
      held.push(lock);
    },
    async release() {
      await Promise.allSettled(held.splice(0).map((lock) => lock.release()));
    },
  };
}
